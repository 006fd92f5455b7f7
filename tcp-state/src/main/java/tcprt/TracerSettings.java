package tcprt;

import java.util.List;
import tcprt.flow.PortRules;

/**
 * What one {@link Tracer} needs to know. Immutable; the defaults are those of {@code tcprt.yaml}.
 *
 * @param portRules which connections are traced, and as what
 * @param localAddresses if not empty, only ends with one of these addresses are traced; 4 or 16
 *     bytes each, big-endian
 * @param vantage where the capture was taken
 * @param release when a half-closed socket is taken to be destroyed
 * @param hz timer ticks per second of the emulated kernel, 250 or 1000: a zero RTT counts as one
 *     tick
 * @param connectionLimit connections followed at the same time; past it the one that was quiet
 *     longest is dropped, counted
 * @param segmentLimit segments that may wait, and transmissions remembered for RTT, over all
 *     connections; past it the oldest are let go, counted
 * @param payloadLimitBytes payload that may wait out of order on ports whose data is parsed, over
 *     all connections; past it a gap counts as a hole, counted
 * @param undecidedCloseNs how long after the ACK of the host's FIN the choice between close and
 *     shutdown stays open, nanoseconds of capture time
 * @param defaultMssBytes MSS of a connection whose SYNs were not seen, until its traffic shows a
 *     larger one
 * @param requireSyn whether connections of which neither SYN was captured are left alone
 * @param mirror how to read a capture that is not what one interface saw
 * @param frames how frames are read
 */
public record TracerSettings(
        PortRules portRules,
        List<byte[]> localAddresses,
        Vantage vantage,
        Release release,
        int hz,
        int connectionLimit,
        int segmentLimit,
        long payloadLimitBytes,
        long undecidedCloseNs,
        int defaultMssBytes,
        boolean requireSyn,
        MirrorSettings mirror,
        FrameSettings frames) {

    private static final long MAX_UNDECIDED_CLOSE_NS = 3_600_000_000_000L;

    /** Where a capture was taken. */
    public enum Vantage {
        /** On the traced host, or next to it: the times are taken as they are. */
        HOST,
        /**
         * On the way: the way between tap and host, measured on each connection, is taken out of
         * the times.
         */
        MIRROR
    }

    /** When a socket whose FIN was acknowledged is taken to be destroyed. */
    public enum Release {
        /**
         * The application called close(2): at the ACK of the FIN, unless later packets prove
         * shutdown(2).
         */
        CLOSE,
        /** The application called shutdown(2): when the other end's FIN arrives. */
        SHUTDOWN
    }

    public TracerSettings {
        localAddresses = List.copyOf(localAddresses);
        if (hz != 250 && hz != 1000) {
            throw new IllegalArgumentException("hz is " + hz + "; allowed are 250 and 1000");
        }
        requireRange("connectionLimit", connectionLimit, 1, Integer.MAX_VALUE);
        requireRange("segmentLimit", segmentLimit, 1, Integer.MAX_VALUE);
        requireRange("payloadLimitBytes", payloadLimitBytes, 1, Long.MAX_VALUE);
        requireRange("undecidedCloseNs", undecidedCloseNs, 0, MAX_UNDECIDED_CLOSE_NS);
        requireRange("defaultMssBytes", defaultMssBytes, 1, 65535);
    }

    private static void requireRange(String name, long value, long lowest, long highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; allowed are " + lowest + " to " + highest);
        }
    }

    /** Settings with the given rules and every default. */
    public static TracerSettings of(PortRules portRules) {
        return builder(portRules).build();
    }

    /** Begins with the given rules and every default. */
    public static Builder builder(PortRules portRules) {
        return new Builder(portRules);
    }

    /** Collects settings, each named as its component. Not thread-safe. */
    public static final class Builder {
        private final PortRules portRules;
        private List<byte[]> localAddresses = List.of();
        private Vantage vantage = Vantage.HOST;
        private Release release = Release.CLOSE;
        private int hz = 1000;
        private int connectionLimit = 1_000_000;
        private int segmentLimit = 4_000_000;
        private long payloadLimitBytes = 64 << 20;
        private long undecidedCloseNs = 1_000_000_000L;
        private int defaultMssBytes = 1448;
        private boolean requireSyn;
        private MirrorSettings mirror = MirrorSettings.DEFAULT;
        private FrameSettings frames = FrameSettings.defaults();

        private Builder(PortRules portRules) {
            this.portRules = portRules;
        }

        public Builder localAddresses(List<byte[]> value) {
            localAddresses = value;
            return this;
        }

        public Builder vantage(Vantage value) {
            vantage = value;
            return this;
        }

        public Builder release(Release value) {
            release = value;
            return this;
        }

        public Builder hz(int value) {
            hz = value;
            return this;
        }

        public Builder connectionLimit(int value) {
            connectionLimit = value;
            return this;
        }

        public Builder segmentLimit(int value) {
            segmentLimit = value;
            return this;
        }

        public Builder payloadLimitBytes(long value) {
            payloadLimitBytes = value;
            return this;
        }

        public Builder undecidedCloseNs(long value) {
            undecidedCloseNs = value;
            return this;
        }

        public Builder defaultMssBytes(int value) {
            defaultMssBytes = value;
            return this;
        }

        public Builder requireSyn(boolean value) {
            requireSyn = value;
            return this;
        }

        public Builder mirror(MirrorSettings value) {
            mirror = value;
            return this;
        }

        public Builder frames(FrameSettings value) {
            frames = value;
            return this;
        }

        /**
         * Freezes the settings.
         *
         * @throws IllegalArgumentException if one is out of range; the message names it
         */
        public TracerSettings build() {
            return new TracerSettings(
                    portRules,
                    localAddresses,
                    vantage,
                    release,
                    hz,
                    connectionLimit,
                    segmentLimit,
                    payloadLimitBytes,
                    undecidedCloseNs,
                    defaultMssBytes,
                    requireSyn,
                    mirror,
                    frames);
        }
    }
}
