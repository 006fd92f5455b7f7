package tcprt.pcaps.wrapped;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * One way to store frames in a file.
 *
 * @param name for the reader
 * @param unitNs what times are cut to
 * @param write the bytes of a file with these frames
 */
record FileFormat(String name, long unitNs, Function<List<Frame>, byte[]> write) {
    static final FileFormat SNOOP = new FileFormat("snoop", 1000, SnoopFile::of);

    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
    private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
    private static final int MICROSECONDS = 6;
    private static final long OFFSET_SECONDS = 1_700_000_000;

    /** Puts a compressor before a stream. */
    @FunctionalInterface
    private interface Compressor {
        OutputStream into(OutputStream out) throws IOException;
    }

    /** All but {@link #SNOOP}, which knows Ethernet only. */
    static List<FileFormat> ofAnyLinkType() {
        return List.of(
                pcap("pcap", LITTLE, PcapFile.MICROSECONDS, 1000),
                pcap("pcap, big-endian", BIG, PcapFile.MICROSECONDS, 1000),
                pcap("pcap, ns", LITTLE, PcapFile.NANOSECONDS, 1),
                pcap("pcap, ns, big-endian", BIG, PcapFile.NANOSECONDS, 1),
                pcap("pcap, modified", LITTLE, PcapFile.MODIFIED, 1000),
                pcap("pcap, modified, big-endian", BIG, PcapFile.MODIFIED, 1000),
                new FileFormat("pcapng", 1, frames -> pcapng(frames, LITTLE)),
                new FileFormat("pcapng, big-endian", 1, frames -> pcapng(frames, BIG)),
                new FileFormat("pcapng, us and an offset", 1000, FileFormat::pcapngWithOffset),
                new FileFormat("pcapng, two sections", 1, FileFormat::pcapngOfTwoSections),
                new FileFormat("gzip", 1, frames -> compressed(frames, GZIPOutputStream::new)),
                new FileFormat("zstd", 1, frames -> Zstd.compress(PcapFile.USUAL.of(frames))),
                new FileFormat("lz4", 1, frames -> compressed(frames, LZ4FrameOutputStream::new)),
                new FileFormat("xz", 1, frames -> compressed(frames, FileFormat::xz)));
    }

    private static FileFormat pcap(String name, ByteOrder order, int magic, long unitNs) {
        return new FileFormat(name, unitNs, new PcapFile(order, magic, unitNs)::of);
    }

    private static byte[] pcapng(List<Frame> frames, ByteOrder order) {
        PcapngFile file = new PcapngFile().section(order);
        addAll(file, frames);
        return file.toBytes();
    }

    /** The second section is of the other byte order and counts interfaces afresh. */
    private static byte[] pcapngOfTwoSections(List<Frame> frames) {
        int half = frames.size() / 2;
        PcapngFile file = new PcapngFile().section(LITTLE);
        addAll(file, frames.subList(0, half));
        addAll(file.section(BIG), frames.subList(half, frames.size()));
        return file.toBytes();
    }

    /** Each link type is an interface, described before its first frame. */
    private static void addAll(PcapngFile file, List<Frame> frames) {
        Map<Integer, Integer> interfaces = new HashMap<>();
        for (Frame frame : frames) {
            int id = interfaces.computeIfAbsent(frame.linkType(), file::addInterface);
            file.addFrame(id, frame).addOthers();
        }
    }

    private static byte[] pcapngWithOffset(List<Frame> frames) {
        PcapngFile file = new PcapngFile().section(LITTLE);
        Map<Integer, Integer> interfaces = new HashMap<>();
        for (Frame frame : frames) {
            int id =
                    interfaces.computeIfAbsent(
                            frame.linkType(),
                            type -> file.addInterface(type, MICROSECONDS, OFFSET_SECONDS));
            file.addFrame(id, frame, 1000, OFFSET_SECONDS);
        }
        return file.toBytes();
    }

    private static byte[] compressed(List<Frame> frames, Compressor compressor) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream out = compressor.into(file)) {
            out.write(PcapFile.USUAL.of(frames));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static OutputStream xz(OutputStream out) throws IOException {
        LZMA2Options options = new LZMA2Options(0);
        options.setDictSize(1 << 16);
        return new XZOutputStream(out, options);
    }

    /** What a capture would be if its times were cut to this format's unit. */
    List<Frame> cutTimes(List<Frame> frames) {
        return frames.stream()
                .map(frame -> frame.at(frame.timeNs() - frame.timeNs() % unitNs))
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
