package tcprt.pcaps;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The TCP options of one segment, as a script says them, and what its IP header says.
 *
 * @param mssBytes maximum segment size (RFC 9293 3.2), or null for no such option
 * @param windowScale shift count (RFC 7323 2.2), or null
 * @param sackPermitted whether the SACK-permitted option is there (RFC 2018 2)
 * @param sackBlocks blocks of a SACK option (RFC 2018 3), relative like the ACK field
 * @param timestamps TSval and TSecr (RFC 7323 3.2), or null for the connection's automatic ones, if
 *     it has any
 * @param fastOpenCookie Fast Open cookie (RFC 7413 4.1.1), or null
 * @param ipId identification of an IPv4 packet; 0 for none
 * @param ttl time to live, hop limit
 */
record SegmentOptions(
        @Nullable Integer mssBytes,
        @Nullable Integer windowScale,
        boolean sackPermitted,
        List<Block> sackBlocks,
        @Nullable Timestamps timestamps,
        @Nullable Long fastOpenCookie,
        int ipId,
        int ttl) {
    /** Time to live that nobody mentioned. */
    static final int DEFAULT_TTL = 64;

    /** No option at all. */
    static final SegmentOptions NONE =
            new SegmentOptions(null, null, false, List.of(), null, null, 0, DEFAULT_TTL);

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
