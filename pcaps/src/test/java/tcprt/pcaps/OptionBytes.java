package tcprt.pcaps;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** TCP options as bytes, laid out as Linux lays them out: every group padded to four in front. */
final class OptionBytes {
    /** RFC 9293 3.1: the data offset has four bits, and 20 bytes of it are the header. */
    static final int LONGEST = 40;

    private static final byte NOP = 1;
    private static final byte MSS = 2;
    private static final byte WINDOW_SCALE = 3;
    private static final byte SACK_PERMITTED = 4;
    private static final byte SACK = 5;
    private static final byte TIMESTAMPS = 8;
    private static final byte FAST_OPEN = 34;

    private OptionBytes() {}

    /** Bytes the options take; more than {@link #LONGEST} do not fit a segment. */
    static int length(SegmentOptions options, boolean withTimestamps) {
        int length = options.mssBytes() == null ? 0 : 4;
        if (withTimestamps) {
            length += 12;
        } else if (options.sackPermitted()) {
            length += 4;
        }
        length += options.windowScale() == null ? 0 : 4;
        length += options.sackBlocks().isEmpty() ? 0 : 4 + 8 * options.sackBlocks().size();
        length += options.fastOpenCookie() == null ? 0 : 12;
        return length;
    }

    /**
     * Encodes options.
     *
     * @param timestamps the values to send, or null for no timestamp option
     * @param sackBase what the SACK blocks are relative to
     */
    static byte[] encode(
            SegmentOptions options, SegmentOptions.@Nullable Timestamps timestamps, int sackBase) {
        ByteBuffer bytes = ByteBuffer.allocate(length(options, timestamps != null));
        Integer mss = options.mssBytes();
        if (mss != null) {
            bytes.put(MSS).put((byte) 4).putShort(mss.shortValue());
        }
        if (options.sackPermitted()) {
            if (timestamps == null) {
                bytes.put(NOP).put(NOP);
            }
            bytes.put(SACK_PERMITTED).put((byte) 2);
        }
        if (timestamps != null) {
            if (!options.sackPermitted()) {
                // RFC 7323 appendix A, and what the kernel's header prediction looks for.
                bytes.put(NOP).put(NOP);
            }
            bytes.put(TIMESTAMPS).put((byte) 10);
            bytes.putInt((int) timestamps.value()).putInt((int) timestamps.echo());
        }
        Integer scale = options.windowScale();
        if (scale != null) {
            bytes.put(NOP).put(WINDOW_SCALE).put((byte) 3).put(scale.byteValue());
        }
        if (!options.sackBlocks().isEmpty()) {
            bytes.put(NOP).put(NOP).put(SACK);
            bytes.put((byte) (2 + 8 * options.sackBlocks().size()));
            for (SegmentOptions.Block block : options.sackBlocks()) {
                bytes.putInt(sackBase + (int) block.left());
                bytes.putInt(sackBase + (int) block.right());
            }
        }
        Long cookie = options.fastOpenCookie();
        if (cookie != null) {
            bytes.put(NOP).put(NOP).put(FAST_OPEN).put((byte) 10).putLong(cookie);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
