package tcprt.validate.judge;

import java.util.Set;
import tcprt.flow.PortRules;
import tcprt.validate.join.Clock;
import tcprt.validate.log.LogFindings;
import tcprt.validate.record.Connection;

/**
 * What is known of the two sides as a whole before their records are laid beside each other.
 *
 * @param clock difference of the two clocks
 * @param log what was noticed while the log was read
 * @param capture what was noticed while the capture was replayed
 * @param portRules what the replay traced
 */
public record Facts(Clock clock, LogFindings log, Capture capture, PortRules portRules) {
    /**
     * The capture as a whole.
     *
     * @param firstMicros time of its first frame
     * @param lastMicros time of its last frame
     * @param largestSegment bytes of the largest frame on the wire
     * @param openAtEnd connections that were traced and had not ended
     * @param unanswered those of them whose host had sent what nobody acknowledged
     */
    public record Capture(
            long firstMicros,
            long lastMicros,
            long largestSegment,
            Set<Connection> openAtEnd,
            Set<Connection> unanswered) {}

    /** First moment of the capture on the kernel's clock. */
    long firstMicros() {
        return clock.toKernel(capture.firstMicros);
    }

    /** Last moment of the capture on the kernel's clock. */
    long lastMicros() {
        return clock.toKernel(capture.lastMicros);
    }
}
