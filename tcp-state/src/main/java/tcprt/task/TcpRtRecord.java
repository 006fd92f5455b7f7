package tcprt.task;

import org.jspecify.annotations.Nullable;

/**
 * One finished record, before it becomes a line: a plain struct that a shard fills over and over.
 *
 * <p>Fields hold the kernel's value already cut to the kernel's width ({@code u32} as 0..2^32-1 in
 * a {@code long}; {@code int} sign-extended), so that printing is all that is left to do. A field
 * that a {@link #type} does not print is undefined.
 */
public final class TcpRtRecord {
    /** Most thresholds of {@code first_frame_bytes}. */
    public static final int MAX_FIRST_FRAMES = 4;

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

    // ---- What V7 adds to R; of every other record 0, -1 or null ----

    /** Whether the data is parsed: the port is in http or https mode. */
    public boolean parsed;

    /** What marks the task, as a set of {@link Letter#bit}s. */
    public int letters;

    /** If {@link #parsed}: snd_cwnd, segments, as {@link tcprt.tcp.CongestionWindow} models it. */
    public long congestionWindow;

    /**
     * TLS 1.3 handshake, first ClientHello byte to last byte of the client's Finished,
     * microseconds; -1 if it did not end within the task.
     */
    public long handshakeMicros = -1;

    /** Thresholds of {@code first_frame_bytes} that were reached. */
    public int firstFrames;

    /** For each of them: response bytes acknowledged by the ACK that reached it. */
    public final long[] firstFrameBytes = new long[MAX_FIRST_FRAMES];

    /** And the time of that ACK since the response began, microseconds. */
    public final long[] firstFrameMicros = new long[MAX_FIRST_FRAMES];

    /** With {@link Letter#H}: what the handshake agreed on so far; lent. */
    public @Nullable TlsHandshake tlsHandshake;

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

    /** Becomes what another record is; what that one lends stays lent. */
    void copy(TcpRtRecord other) {
        type = other.type;
        startTimeNs = other.startTimeNs;
        ipv6 = other.ipv6;
        activeOpen = other.activeOpen;
        remoteAddressHigh = other.remoteAddressHigh;
        remoteAddressLow = other.remoteAddressLow;
        remotePort = other.remotePort;
        localAddressHigh = other.localAddressHigh;
        localAddressLow = other.localAddressLow;
        localPort = other.localPort;
        sentBytes = other.sentBytes;
        totalMicros = other.totalMicros;
        minRttMicros = other.minRttMicros;
        retransmits = other.retransmits;
        taskNumber = other.taskNumber;
        serverTimeMicros = other.serverTimeMicros;
        receiveTimeMicros = other.receiveTimeMicros;
        receivedBytes = other.receivedBytes;
        unackedBytes = other.unackedBytes;
        reordered = other.reordered;
        mssBytes = other.mssBytes;
        smoothedRttMicros = other.smoothedRttMicros;
        parsed = other.parsed;
        letters = other.letters;
        congestionWindow = other.congestionWindow;
        handshakeMicros = other.handshakeMicros;
        firstFrames = other.firstFrames;
        System.arraycopy(other.firstFrameBytes, 0, firstFrameBytes, 0, MAX_FIRST_FRAMES);
        System.arraycopy(other.firstFrameMicros, 0, firstFrameMicros, 0, MAX_FIRST_FRAMES);
        tlsHandshake = other.tlsHandshake;
        inferred = other.inferred;
        midStream = other.midStream;
        captureHoles = other.captureHoles;
        captureHoleBytes = other.captureHoleBytes;
        tapToHostMicros = other.tapToHostMicros;
        tapToRemoteMicros = other.tapToRemoteMicros;
    }
}
