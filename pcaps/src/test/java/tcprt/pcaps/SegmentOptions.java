package tcprt.pcaps;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The TCP options of one segment, as a script says them.
 *
 * @param mssBytes maximum segment size (RFC 9293 3.2), or null for no such option
 * @param windowScale shift count (RFC 7323 2.2), or null
 * @param sackPermitted whether the SACK-permitted option is there (RFC 2018 2)
 * @param sackBlocks blocks of a SACK option (RFC 2018 3), relative like the ACK field
 * @param timestamps TSval and TSecr (RFC 7323 3.2), or null for the connection's automatic ones, if
 *     it has any
 * @param fastOpenCookie Fast Open cookie (RFC 7413 4.1.1), or null
 */
record SegmentOptions(
        @Nullable Integer mssBytes,
        @Nullable Integer windowScale,
        boolean sackPermitted,
        List<Block> sackBlocks,
        @Nullable Timestamps timestamps,
        @Nullable Long fastOpenCookie) {

    /** No option at all. */
    static final SegmentOptions NONE = new SegmentOptions(null, null, false, List.of(), null, null);

    /**
     * A SACK block.
     *
     * @param left first sequence number held, relative to the ISN of the sender of those bytes
     * @param right the one after the last
     */
    record Block(long left, long right) {}

    /**
     * A timestamp option's values, absolute.
     *
     * @param value TSval, u32
     * @param echo TSecr, u32
     */
    record Timestamps(long value, long echo) {}
}
