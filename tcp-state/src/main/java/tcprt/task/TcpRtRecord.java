package tcprt.task;

/**
 * One finished record, before it becomes a line: a plain struct that a shard fills over and over.
 *
 * <p>Fields hold the kernel's value already cut to the kernel's width ({@code u32} as 0..2^32-1 in
 * a {@code long}; {@code int} sign-extended), so that printing is all that is left to do. A field
 * that a {@link #type} does not print is undefined.
 */
public final class TcpRtRecord {
    /** Which record this is; decides which of the fields below are defined. */
    public RecordType type = RecordType.E;

    /** Start of the connection's current task, nanoseconds since 1970-01-01 UTC. */
    public long startTimeNs;

    /** Whether the addresses below are IPv6. An IPv4-mapped IPv6 address counts as IPv4. */
    public boolean ipv6;

    /** Whether the traced host opened the connection (sent the SYN). */
    public boolean activeOpen;

    /** First eight bytes of the other end's IPv6 address, big-endian; 0 for IPv4. */
    public long remoteAddressHigh;

    /**
     * Last eight bytes of the other end's IPv6 address, big-endian, or its IPv4 address in the low
     * 32 bits.
     */
    public long remoteAddressLow;

    /** The other end's TCP port. */
    public int remotePort;

    /** First eight bytes of the traced host's IPv6 address, big-endian; 0 for IPv4. */
    public long localAddressHigh;

    /**
     * Last eight bytes of the traced host's IPv6 address, big-endian, or its IPv4 address in the
     * low 32 bits.
     */
    public long localAddressLow;

    /** The traced host's TCP port. */
    public int localPort;

    /** R, W, P: bytes sent in the task; E: in the connection. u32. */
    public long sentBytes;

    /** R, W, N, P: duration of the task, microseconds, u32. */
    public long totalMicros;

    /** R, W, E, P: tcp_min_rtt, microseconds, u32; 4294967295 when no sample was ever taken. */
    public long minRttMicros;

    /** R, W, P: segments retransmitted during the task; E: during the connection. u32. */
    public long retransmits;

    /** All: number of the task within the connection, from 1. u32. */
    public long taskNumber;

    /** R, W, P: server_time, microseconds, the kernel's int sign-extended. */
    public long serverTimeMicros;

    /**
     * R, W (upload time) and P (response receive time): recv_time, microseconds, the kernel's int
     * sign-extended.
     */
    public long receiveTimeMicros;

    /** R, N, P, E: bytes received, u32. */
    public long receivedBytes;

    /** W, E: bytes sent and not acknowledged, u32. */
    public long unackedBytes;

    /** R, W, N, P: 1 if received data arrived out of order, else 0. */
    public int reordered;

    /** R, W, N, P: mss_cache when the record was written, u32. */
    public long mssBytes;

    /**
     * R: smoothed RTT ({@code srtt_us >> 3}), microseconds; 0 when no sample was ever taken. Not
     * printed by V6.
     */
    public long smoothedRttMicros;

    /**
     * The fields whose value was concluded because the capture misses frames, as a set of {@link
     * RecordField#bit}s. Not printed by V6, nor is anything below.
     */
    public int inferred;

    /** Whether the connection began before the capture. */
    public boolean midStream;

    /**
     * R, W, N, P: places in the task where the capture is proven to miss bytes; E: in the
     * connection.
     */
    public long captureHoles;

    /** Bytes missing there. */
    public long captureHoleBytes;

    /** The handshake's way from the tap to the host and back, microseconds; -1 if unknown. */
    public long tapToHostMicros;

    /** The handshake's way from the tap to the other end and back, microseconds; -1 if unknown. */
    public long tapToRemoteMicros;
}
