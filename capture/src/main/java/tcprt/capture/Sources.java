package tcprt.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the right {@link FrameSource} for a name. The one place that knows every capture format.
 */
public final class Sources {
    /** The name that stands for standard input. */
    public static final String STANDARD_INPUT = "-";

    /**
     * A row of the table of formats.
     *
     * @param title what messages call the format
     * @param magic the first four bytes of a file, the first one highest
     * @param reader makes what reads one file of it
     */
    private record Format(String title, int magic, Supplier<FileFormat> reader) {}

    /** A new format is one class and one line here. */
    private static final List<Format> FORMATS =
            List.of(
                    new Format("pcap", 0xa1b2c3d4, () -> PcapFormat.micros(false)),
                    new Format("pcap", 0xd4c3b2a1, () -> PcapFormat.micros(true)),
                    new Format("pcap", 0xa1b23c4d, () -> PcapFormat.nanos(false)),
                    new Format("pcap", 0x4d3cb2a1, () -> PcapFormat.nanos(true)),
                    new Format("pcap", 0xa1b2cd34, () -> PcapFormat.modified(false)),
                    new Format("pcap", 0x34cdb2a1, () -> PcapFormat.modified(true)),
                    new Format("pcapng", PcapngFormat.SECTION_HEADER, PcapngFormat::new),
                    new Format("snoop", SnoopFormat.MAGIC, SnoopFormat::new));

    private Sources() {}

    /**
     * Opens captures as one, in time order. Each may be compressed with gzip, zstd, lz4 or xz;
     * names say nothing about that, the first bytes do.
     *
     * <p>Files are read a little here, so a file that is no capture is refused before any work is
     * done. One that is damaged is not refused: {@link FrameSource#poll} throws {@link
     * DamagedCaptureException} after everything before the damage, and with several files after the
     * others' ends too (damage to more of them is suppressed in the first). Reading a pipe waits
     * for its writer, here and in {@code poll}.
     *
     * @param names at least one path, or {@link #STANDARD_INPUT}
     * @param follow whether files are still being written: {@code poll} then returns 0 at the end
     *     of what is there, also inside a packet, and goes on later; it never returns {@link
     *     FrameSource#END_OF_CAPTURE} unless every name is a pipe. Files may be empty at first
     * @param standardInput read if named; not closed by this package
     * @param memory what they are read into
     * @param onPipe given every other pipe before it is opened; another thread may close it, and
     *     whoever waits for its writer, here or in {@code poll}, gets an IOException instead
     * @throws IOException if one cannot be opened or is no capture; the message names it and says
     *     what to do
     */
    public static CaptureSource open(
            List<String> names,
            boolean follow,
            InputStream standardInput,
            ReadMemory memory,
            Consumer<? super Closeable> onPipe)
            throws IOException {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no capture named");
        }
        List<FileSource> files = new ArrayList<>();
        boolean inputNamed = false;
        for (String name : names) {
            if (!name.equals(STANDARD_INPUT)) {
                files.add(new FileSource(file(name, onPipe), follow, memory));
            } else if (inputNamed) {
                throw new IOException("-: standard input is named twice; it can be read once");
            } else {
                inputNamed = true;
                files.add(new FileSource(stream(standardInput), follow, memory));
            }
        }
        try {
            if (files.size() > 1) {
                return new MergedSource(files);
            }
            files.get(0).recognise();
            return files.get(0);
        } catch (IOException | RuntimeException e) {
            try {
                MergedSource.closeAll(files);
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** Opens captures as one, in time order, for a caller who can wait. */
    public static CaptureSource open(List<String> names, boolean follow, InputStream standardInput)
            throws IOException {
        return open(names, follow, standardInput, pipe -> {});
    }

    /** Opens captures as one, in time order, for a caller who is done with each frame at once. */
    public static CaptureSource open(
            List<String> names,
            boolean follow,
            InputStream standardInput,
            Consumer<? super Closeable> onPipe)
            throws IOException {
        return open(names, follow, standardInput, ReadMemory.ofOneReader(), onPipe);
    }

    /**
     * The reader of a format.
     *
     * @param magic a file's first four bytes, the first one highest
     * @return null if no format begins so
     */
    static @Nullable FileFormat format(int magic) {
        for (Format format : FORMATS) {
            if (format.magic() == magic) {
                return format.reader().get();
            }
        }
        return null;
    }

    /** The formats there are, for a message. */
    static String formatTitles() {
        return enumerated(FORMATS.stream().map(Format::title).distinct().toList(), "and");
    }

    /** Two or more words as one phrase: {@code a, b and c}. */
    static String enumerated(List<String> words, String conjunction) {
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last))
                + " "
                + conjunction
                + " "
                + words.get(last);
    }

    private static FileSource.Origin file(String name, Consumer<? super Closeable> onPipe)
            throws IOException {
        if (name.isEmpty()) {
            throw new IOException("a file name is empty; name a capture, or leave it out");
        }
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw new IOException(name + ": is not a file name: " + e.getReason(), e);
        }
        if (Files.isDirectory(path)) {
            throw new IOException(
                    name
                            + ": is a directory; name the capture files in it, as in "
                            + name
                            + "/*.pcap");
        }
        if (Files.notExists(path)) {
            throw new IOException(
                    name + ": no such file; names are relative to the current directory");
        }
        long size = Files.isRegularFile(path) ? Files.size(path) : -1;
        return new FileSource.Origin() {
            @Override
            public ReadableByteChannel open() throws IOException {
                return size < 0 ? openPipe(name, path, onPipe) : openFile(name, path);
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public long size() {
                return size;
            }
        };
    }

    private static ReadableByteChannel openFile(String name, Path path) throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw notOpened(name, e);
        }
    }

    private static ReadableByteChannel openPipe(
            String name, Path path, Consumer<? super Closeable> onPipe) throws IOException {
        NamedPipe pipe = new NamedPipe(path);
        onPipe.accept(pipe);
        try {
            pipe.open();
        } catch (IOException e) {
            throw notOpened(name, e);
        }
        return pipe;
    }

    private static IOException notOpened(String name, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new IOException(name + ": no such file any more", e);
        }
        if (e instanceof AccessDeniedException) {
            return new IOException(name + ": permission denied; run as a user who may read it", e);
        }
        return new IOException(name + ": cannot be opened: " + e.getMessage(), e);
    }

    private static FileSource.Origin stream(InputStream stream) {
        return new FileSource.Origin() {
            @Override
            public ReadableByteChannel open() {
                return new StreamChannel(stream);
            }

            @Override
            public String name() {
                return "standard input";
            }

            @Override
            public long size() {
                return -1;
            }
        };
    }
}
