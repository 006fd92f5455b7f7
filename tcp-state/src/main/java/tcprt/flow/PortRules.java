package tcprt.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which end of a connection is the traced host, and as what: the module's {@code lports}, {@code
 * lports_range}, {@code pports} and {@code pports_range}.
 *
 * <p>First match wins: local before peer, single port before range, then the order of addition.
 * Immutable.
 */
public final class PortRules {
    /** How a connection end is traced. */
    public enum Match {
        /** This end is not traced. */
        NONE,
        /** Its own port matches: requests are received and responses sent (R, W, N, E). */
        LOCAL,
        /** The other end's port matches: requests are sent and responses received (P, E). */
        PEER
    }

    /**
     * A closed range of ports.
     *
     * @param first lowest port, 0..65535
     * @param last highest port, at least {@code first}, at most 65535
     */
    public record PortRange(int first, int last) {
        public PortRange {
            if (first < 0 || last > 65535 || first > last) {
                throw new IllegalArgumentException(
                        "port range "
                                + first
                                + ","
                                + last
                                + "; both ends are 0..65535, the first not above the last");
            }
        }
    }

    private final List<Integer> localPorts;
    private final List<PortRange> localRanges;
    private final List<Integer> peerPorts;
    private final List<PortRange> peerRanges;
    private final boolean everyServer;
    private final boolean[] local = new boolean[65536];
    private final boolean[] peer = new boolean[65536];
    private final PortMode[] modes = new PortMode[65536];

    private PortRules(Builder builder, boolean everyServer) {
        this.localPorts = List.copyOf(builder.localPorts);
        this.localRanges = List.copyOf(builder.localRanges);
        this.peerPorts = List.copyOf(builder.peerPorts);
        this.peerRanges = List.copyOf(builder.peerRanges);
        this.everyServer = everyServer;
        mark(local, localPorts, localRanges);
        mark(peer, peerPorts, peerRanges);
        Arrays.fill(modes, PortMode.DEFAULT);
        // The first rule wins, so it is applied last; a single port goes before any range.
        for (int i = localRanges.size() - 1; i >= 0; i--) {
            PortRange range = localRanges.get(i);
            Arrays.fill(modes, range.first(), range.last() + 1, builder.rangeModes.get(i));
        }
        for (int i = localPorts.size() - 1; i >= 0; i--) {
            modes[localPorts.get(i)] = builder.portModes.get(i);
        }
    }

    private static void mark(boolean[] table, List<Integer> ports, List<PortRange> ranges) {
        for (int port : ports) {
            table[port] = true;
        }
        for (PortRange range : ranges) {
            for (int port = range.first(); port <= range.last(); port++) {
                table[port] = true;
            }
        }
    }

    /**
     * Rules that trace the server side of every connection. Statistics treat it as one local range
     * of all ports.
     */
    public static PortRules everyServer() {
        return everyServer(PortMode.DEFAULT);
    }

    /** The same, with the data of every connection taken as {@code mode} says. */
    public static PortRules everyServer(PortMode mode) {
        return new PortRules(new Builder().addLocalRange(new PortRange(0, 65535), mode), true);
    }

    /** Starts an empty list of rules. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether no port was configured, so that the server side of every connection is traced. */
    public boolean tracesEveryServer() {
        return everyServer;
    }

    /**
     * How an end of a connection is traced.
     *
     * @param ownPort the end's own port
     * @param otherPort the other end's port
     * @param isServer whether this end answered (or, mid-stream, is taken to answer) the
     *     connection; asked only by {@link #everyServer()}
     */
    public Match match(int ownPort, int otherPort, boolean isServer) {
        if (everyServer) {
            return isServer ? Match.LOCAL : Match.NONE;
        }
        if (local[ownPort]) {
            return Match.LOCAL;
        }
        return peer[otherPort] ? Match.PEER : Match.NONE;
    }

    /**
     * Whether any connection between these two ports could be traced; the cheap question to ask
     * first.
     */
    public boolean mayTrace(int portA, int portB) {
        return local[portA] || local[portB] || peer[portA] || peer[portB];
    }

    /** What is recognised in the data of this local port. */
    public PortMode mode(int localPort) {
        return modes[localPort];
    }

    /** Single local ports, in the order given; a port may occur twice. */
    public List<Integer> localPorts() {
        return localPorts;
    }

    /** Local ranges, in the order given. */
    public List<PortRange> localRanges() {
        return localRanges;
    }

    /** Single peer ports, in the order given; a port may occur twice. */
    public List<Integer> peerPorts() {
        return peerPorts;
    }

    /** Peer ranges, in the order given. */
    public List<PortRange> peerRanges() {
        return peerRanges;
    }

    /** Collects rules. Not thread-safe. */
    public static final class Builder {
        private final List<Integer> localPorts = new ArrayList<>();
        private final List<PortMode> portModes = new ArrayList<>();
        private final List<PortRange> localRanges = new ArrayList<>();
        private final List<PortMode> rangeModes = new ArrayList<>();
        private final List<Integer> peerPorts = new ArrayList<>();
        private final List<PortRange> peerRanges = new ArrayList<>();

        private Builder() {}

        /** Traces the end that owns this port, 0..65535. */
        public Builder addLocalPort(int port) {
            return addLocalPort(port, PortMode.DEFAULT);
        }

        /** The same, with the data of its connections taken as {@code mode} says. */
        public Builder addLocalPort(int port, PortMode mode) {
            portModes.add(mode);
            localPorts.add(new PortRange(port, port).first());
            return this;
        }

        /** Traces the end that owns a port of this range. */
        public Builder addLocalRange(PortRange range) {
            return addLocalRange(range, PortMode.DEFAULT);
        }

        /** The same, with the data of its connections taken as {@code mode} says. */
        public Builder addLocalRange(PortRange range, PortMode mode) {
            rangeModes.add(mode);
            localRanges.add(range);
            return this;
        }

        /** Traces the end whose other end owns this port, 0..65535. */
        public Builder addPeerPort(int port) {
            peerPorts.add(new PortRange(port, port).first());
            return this;
        }

        /** Traces the end whose other end owns a port of this range. */
        public Builder addPeerRange(PortRange range) {
            peerRanges.add(range);
            return this;
        }

        /** Whether nothing was added. */
        public boolean isEmpty() {
            return localPorts.isEmpty()
                    && localRanges.isEmpty()
                    && peerPorts.isEmpty()
                    && peerRanges.isEmpty();
        }

        /** Freezes the rules. */
        public PortRules build() {
            return new PortRules(this, false);
        }
    }
}
