package tcprt.flow;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tcprt.task.MessageParser;
import tcprt.task.TcpRtRecord;

/**
 * What is recognised in the data of a local port's connections. Immutable.
 *
 * @param parsers makes the parser of a new connection; null if nothing is parsed
 * @param firstFrameBytes response bytes whose ACK is timed, ascending or not, each at least 1, at
 *     most {@link TcpRtRecord#MAX_FIRST_FRAMES}
 */
public record PortMode(@Nullable Supplier<MessageParser> parsers, List<Integer> firstFrameBytes) {
    /** Any stream of requests and responses: what the kernel module does. */
    public static final PortMode DEFAULT = new PortMode(null, List.of());

    public PortMode {
        firstFrameBytes = List.copyOf(firstFrameBytes);
        if (firstFrameBytes.size() > TcpRtRecord.MAX_FIRST_FRAMES) {
            throw new IllegalArgumentException(
                    "firstFrameBytes has "
                            + firstFrameBytes.size()
                            + " thresholds; allowed are up to "
                            + TcpRtRecord.MAX_FIRST_FRAMES);
        }
        for (int bytes : firstFrameBytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException(
                        "firstFrameBytes has " + bytes + "; a threshold is at least 1");
            }
        }
    }
}
