package tcprt.flow;

import tcprt.wire.PacketView;

/**
 * A 4-tuple, the same for both directions: the end with the smaller address and port comes first.
 * Where tunnels are told apart, the number of the tunnel belongs to it.
 *
 * <p>Mutable and re-used: set from each packet, copied by {@link Connection} when one is made.
 */
public final class FlowKey {
    boolean ipv6;
    int tunnelId;
    long firstHigh;
    long firstLow;
    int firstPort;
    long secondHigh;
    long secondLow;
    int secondPort;

    private boolean sentByFirst;
    private long hash;

    /** Makes a key that is yet to be set. */
    public FlowKey() {}

    /** Takes the addresses and ports of a packet. */
    public void set(PacketView packet) {
        ipv6 = packet.ipv6();
        tunnelId = packet.tunnelId();
        long sourceHigh = packet.sourceHigh();
        long sourceLow = packet.sourceLow();
        int sourcePort = packet.tcp().sourcePort();
        long destinationHigh = packet.destinationHigh();
        long destinationLow = packet.destinationLow();
        int destinationPort = packet.tcp().destinationPort();
        sentByFirst =
                order(
                        sourceHigh,
                        sourceLow,
                        sourcePort,
                        destinationHigh,
                        destinationLow,
                        destinationPort);
        if (sentByFirst) {
            firstHigh = sourceHigh;
            firstLow = sourceLow;
            firstPort = sourcePort;
            secondHigh = destinationHigh;
            secondLow = destinationLow;
            secondPort = destinationPort;
        } else {
            firstHigh = destinationHigh;
            firstLow = destinationLow;
            firstPort = destinationPort;
            secondHigh = sourceHigh;
            secondLow = sourceLow;
            secondPort = sourcePort;
        }
        setHash();
    }

    /** Takes the ends of a connection, as for a packet that one of them sent. */
    void set(Connection connection, boolean fromFirst) {
        ipv6 = connection.ipv6;
        tunnelId = connection.tunnelId;
        firstHigh = connection.firstHigh;
        firstLow = connection.firstLow;
        firstPort = connection.firstPort;
        secondHigh = connection.secondHigh;
        secondLow = connection.secondLow;
        secondPort = connection.secondPort;
        sentByFirst = fromFirst;
        setHash();
    }

    private void setHash() {
        hash =
                mix(
                        firstHigh * 31 + firstLow,
                        secondHigh * 31 + secondLow,
                        (long) tunnelId << 32 | (long) firstPort << 16 | secondPort);
    }

    private static boolean order(
            long highA, long lowA, int portA, long highB, long lowB, int portB) {
        if (highA != highB) {
            return highA < highB;
        }
        return lowA != lowB ? lowA < lowB : portA <= portB;
    }

    /** Murmur-style finish over the three words; every input bit reaches every output bit. */
    private static long mix(long first, long second, long ports) {
        long h = first * 0x9E37_79B9_7F4A_7C15L;
        h = (h ^ (h >>> 32) ^ second) * 0xBF58_476D_1CE4_E5B9L;
        h = (h ^ (h >>> 29) ^ ports) * 0x94D0_49BB_1331_11EBL;
        return h ^ (h >>> 32);
    }

    /** Whether the packet came from the first end. */
    public boolean sentByFirst() {
        return sentByFirst;
    }

    /** Hash of the 4-tuple, equal for both directions; every bit is usable. */
    public int hash() {
        return (int) hash;
    }

    /** The same in 64 bits, of which {@link #hash} are the lower ones. */
    long longHash() {
        return hash;
    }

    boolean matches(Connection connection) {
        return firstLow == connection.firstLow
                && secondLow == connection.secondLow
                && firstPort == connection.firstPort
                && secondPort == connection.secondPort
                && firstHigh == connection.firstHigh
                && secondHigh == connection.secondHigh
                && tunnelId == connection.tunnelId
                && ipv6 == connection.ipv6;
    }
}
