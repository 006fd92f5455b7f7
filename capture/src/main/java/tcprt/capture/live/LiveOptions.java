package tcprt.capture.live;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is captured, and how.
 *
 * @param interfaces names, each once, at least one; {@code any} stands for all and then is the only
 *     one
 * @param snapLength bytes of each frame that are kept, 1..262144
 * @param bufferBytes of the kernel's ring buffer, for each interface
 * @param adapterTimeStamps whether frames carry the adapter's time instead of the kernel's
 * @param filter what the kernel hands over if there is no expression
 * @param expression what it hands over instead, empty for everything; null if there is none
 * @param notices told in a sentence when an interface goes down or comes back, on the thread that
 *     polls
 */
public record LiveOptions(
        List<String> interfaces,
        int snapLength,
        int bufferBytes,
        boolean adapterTimeStamps,
        KernelFilter filter,
        @Nullable String expression,
        Consumer<String> notices) {
    /** Every byte of a frame, as tcpdump has it. */
    public static final int WHOLE_FRAMES = 262144;

    /** The interface that stands for all. */
    public static final String ANY = "any";

    public LiveOptions {
        interfaces = List.copyOf(interfaces);
        if (interfaces.isEmpty()) {
            throw new IllegalArgumentException("no interface");
        }
        if (snapLength < 1 || snapLength > WHOLE_FRAMES) {
            throw new IllegalArgumentException(
                    "snapLength is " + snapLength + "; allowed are 1 to " + WHOLE_FRAMES);
        }
    }

    /** The same with another filter, which an expression goes on to replace. */
    LiveOptions withFilter(KernelFilter other) {
        return new LiveOptions(
                interfaces, snapLength, bufferBytes, adapterTimeStamps, other, expression, notices);
    }

    /** What the kernel is asked for on an interface with this link type. */
    String expressionFor(int linkType) {
        return expression != null ? expression : filter.expression(linkType);
    }
}
