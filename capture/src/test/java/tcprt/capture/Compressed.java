package tcprt.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Bytes compressed by the libraries that also decompress them. */
final class Compressed {
    private Compressed() {}

    /** One frame of independent blocks of 64 KiB with checksums. */
    static byte[] lz4(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LZ4FrameOutputStream lz4 =
                new LZ4FrameOutputStream(
                        out,
                        LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB,
                        LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE,
                        LZ4FrameOutputStream.FLG.Bits.CONTENT_CHECKSUM)) {
            lz4.write(plain);
        }
        return out.toByteArray();
    }

    /** One stream, whose window is small because many are opened. */
    static byte[] xz(byte[] plain) throws IOException {
        return xz(plain, 1 << 16);
    }

    /**
     * One stream.
     *
     * @param window bytes that its decompressor must remember
     */
    static byte[] xz(byte[] plain, int window) throws IOException {
        LZMA2Options options = new LZMA2Options(0);
        options.setDictSize(window);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(out, options)) {
            xz.write(plain);
        }
        return out.toByteArray();
    }
}
