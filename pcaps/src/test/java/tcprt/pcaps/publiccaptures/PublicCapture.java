package tcprt.pcaps.publiccaptures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tcprt.pcaps.Shared;
import tcprt.pcaps.publiccaptures.PublicFlow.Role;

/** One capture of the catalogue. */
record PublicCapture(TsvTable.Row row) {
    private static final Set<String> READ_LINK_LAYERS =
            Set.of(
                    "ether",
                    "null",
                    "linux-sll",
                    "linux-sll2",
                    "rawip",
                    "rawip4",
                    "rawip6",
                    "ppp",
                    "chdlc",
                    "per-packet");

    /** Every capture; the calling test is skipped if the catalogue is not there. */
    static List<PublicCapture> all() throws IOException {
        return TsvTable.read(Shared.path("pcaps/catalogue.tsv")).stream()
                .map(PublicCapture::new)
                .toList();
    }

    /** Its name below {@code files}. */
    String name() {
        return row.text("file");
    }

    Path path() {
        return Shared.path("pcaps/files/" + name());
    }

    /** Packets that tshark counted. */
    int packets() {
        return row.number("packets");
    }

    /** Whether tshark stopped before the end of the file and said why. */
    boolean hasReaderNote() {
        return !row.text("reader_note").isEmpty();
    }

    /** Whether tshark's and tcptrace's figures for its flows are there. */
    boolean hasFlowFigures() {
        return row.text("set").equals("dev") && row.number("tcp_flows") > 0;
    }

    /** Whether we see its TCP segments: its link layer is one that is read. */
    boolean isDecoded() {
        return READ_LINK_LAYERS.contains(row.text("linktype"));
    }

    /** TCP segments that tshark found, whatever they were wrapped in. */
    int tcpSegments() throws IOException {
        return flows().stream()
                .mapToInt(flow -> flow.segments(Role.CLIENT) + flow.segments(Role.SERVER))
                .sum();
    }

    List<PublicFlow> flows() throws IOException {
        return TsvTable.read(figures("flows")).stream().map(PublicFlow::new).toList();
    }

    /** Whether tshark found requests of HTTP/1 with their responses. */
    boolean hasHttpFigures() {
        return hasFlowFigures()
                && Files.exists(Shared.path("pcaps/truth").resolve(file("http_tx")));
    }

    /** HTTP/1 requests with their responses, in the order of the requests. */
    List<PublicRequest> requests() throws IOException {
        return TsvTable.read(figures("http_tx")).stream().map(PublicRequest::new).toList();
    }

    /**
     * Streams in which tshark saw a 100 (Continue) after the first segment of a request, its head,
     * and before the second. Those whose client went on without waiting are left out.
     */
    Set<Integer> streamsThatWaitedForContinue() throws IOException {
        List<TsvTable.Row> messages = TsvTable.read(figures("http"));
        Set<Integer> streams = new TreeSet<>();
        for (TsvTable.Row answer : messages) {
            int frame = answer.number("frame.number");
            for (TsvTable.Row request : messages) {
                if (answer.text("http.response.code").equals("100")
                        && request.text("tcp.stream").equals(answer.text("tcp.stream"))
                        && request.text("http.request.method").length() > 0
                        && request.number("frame.number") > frame
                        && segmentsBefore(frame, request) == 1) {
                    streams.add(answer.number("tcp.stream"));
                }
            }
        }
        return streams;
    }

    private static long segmentsBefore(int frame, TsvTable.Row message) {
        return Stream.of(message.text("tcp.segment").split("\\|", -1))
                .filter(segment -> !segment.isEmpty() && Integer.parseInt(segment) < frame)
                .count();
    }

    /** Whether tshark found TLS. */
    boolean hasTlsFigures() {
        return hasFlowFigures()
                && Files.exists(Shared.path("pcaps/truth").resolve(file("tls_flows")));
    }

    /** What tshark found in the streams with TLS. */
    List<PublicTls> tlsFlows() throws IOException {
        return TsvTable.read(figures("tls_flows")).stream().map(PublicTls::new).toList();
    }

    private Path figures(String kind) {
        return Shared.path("pcaps/truth/" + file(kind));
    }

    private String file(String kind) {
        return name().replace("/", "__") + "." + kind + ".tsv";
    }
}
