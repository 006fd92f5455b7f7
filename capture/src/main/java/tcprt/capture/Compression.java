package tcprt.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a capture file may be compressed; told by its first bytes, never by its name. */
enum Compression {
    /** RFC 1952, any number of members. */
    GZIP("gzip") {
        @Override
        ReadableByteChannel decompress(ReadableByteChannel stored, ByteBuffer read) {
            return new GzipChannel(stored, read);
        }
    },
    /** RFC 8878, any number of frames. */
    ZSTD("zstd") {
        @Override
        ReadableByteChannel decompress(ReadableByteChannel stored, ByteBuffer read)
                throws IOException {
            try {
                return new ZstdChannel(stored, read);
            } catch (LinkageError e) {
                // zstd-jni unpacks its library into a temporary directory; that can be forbidden.
                throw new IOException(
                        "is compressed with zstd, whose native library cannot be loaded ("
                                + e.getMessage()
                                + "); pipe it in with zstd -dc, as file -",
                        e);
            }
        }
    },
    /** LZ4 frame format, any number of frames. */
    LZ4("lz4") {
        @Override
        ReadableByteChannel decompress(ReadableByteChannel stored, ByteBuffer read) {
            return new Lz4Channel(stored, read);
        }
    },
    /** The .xz file format, any number of streams. */
    XZ("xz") {
        @Override
        ReadableByteChannel decompress(ReadableByteChannel stored, ByteBuffer read) {
            return new XzChannel(stored, read);
        }
    };

    private static final int GZIP_MAGIC = 0x1f8b_0000;
    private static final int ZSTD_MAGIC = 0x28b5_2ffd;
    // A zstd stream may begin with a frame of application data: 0x184d2a50 to 5f, lowest byte
    // first. So may one of lz4, but only zstd's own tools (pzstd) are known to write them.
    private static final int ZSTD_SKIPPABLE_MAGIC = 0x502a_4d18;
    private static final int LZ4_MAGIC = 0x0422_4d18;
    private static final int XZ_MAGIC = 0xfd37_7a58;

    final String title;

    Compression(String title) {
        this.title = title;
    }

    /**
     * Recognises a compression.
     *
     * @param magic the first four bytes, the first one highest
     * @return null if there is none
     */
    static @Nullable Compression of(int magic) {
        if ((magic & 0xffff_0000) == GZIP_MAGIC) {
            return GZIP;
        }
        if (magic == ZSTD_MAGIC || (magic & 0xf0ff_ffff) == ZSTD_SKIPPABLE_MAGIC) {
            return ZSTD;
        }
        if (magic == LZ4_MAGIC) {
            return LZ4;
        }
        return magic == XZ_MAGIC ? XZ : null;
    }

    /** The compressions there are, for a message. */
    static String titles() {
        return Sources.enumerated(Stream.of(values()).map(each -> each.title).toList(), "or");
    }

    /**
     * Opens the decompressed stream. Its reads give at least one byte, -1 at the end, or throw
     * {@link CorruptStreamException} once everything before the corruption has been given, as far
     * as the format can be decompressed piece by piece: a block of lz4 (up to 4 MiB) or a chunk of
     * xz (up to 2 MiB) is there as a whole or not at all.
     *
     * @param stored the rest of the compressed stream
     * @param read what has already been read of it, from position to limit; direct; kept and
     *     overwritten
     * @throws IOException if it cannot be decompressed here; the message continues a sentence that
     *     begins with the file's name
     */
    abstract ReadableByteChannel decompress(ReadableByteChannel stored, ByteBuffer read)
            throws IOException;
}
