package tcprt.pcaps.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tcprt.pcaps.Shared;

/**
 * A golden capture of a host that is to be changed into what a mirror port would have shown.
 *
 * @param name of the case
 * @param capture taken on the host
 * @param options of {@code tcprt replay} that trace it
 */
record MirroredCapture(String name, Path capture, List<String> options) {
    /** The captures of the repository. */
    static List<MirroredCapture> shipped() throws IOException {
        List<MirroredCapture> captures = new ArrayList<>();
        for (ShippedCase golden : ShippedCase.all()) {
            captures.add(
                    new MirroredCapture(golden.toString(), golden.capture(), golden.options()));
        }
        return captures;
    }

    /**
     * The server's captures of the golden pairs; the calling test is skipped, visibly, if they are
     * not there.
     */
    static List<MirroredCapture> pairs() throws IOException {
        List<MirroredCapture> captures = new ArrayList<>();
        for (GoldenPair pair : GoldenPair.all(Shared.path("golden/pairs"))) {
            if (pair.has(View.SERVER)) {
                captures.add(
                        new MirroredCapture(
                                pair.name(),
                                pair.capture(View.SERVER),
                                pair.options(View.SERVER, pair.kernel(View.SERVER))));
            }
        }
        return captures;
    }

    /**
     * Replays other frames as this capture is replayed.
     *
     * @param more options
     */
    Replayed replay(List<StoredFrame> frames, String... more) throws IOException {
        Path changed = Files.createTempFile("tcprt-" + name, ".pcap");
        try {
            StoredFrame.write(frames, changed);
            return Replayed.cleanly(
                    changed, Stream.concat(options.stream(), Stream.of(more)).toList());
        } finally {
            Files.delete(changed);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
