package tcprt.flow;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tcprt.task.TcpRtRecord;
import tcprt.wire.Seq;

/** Looks at the traced ends that are not released, for the summary and for those who ask. */
final class OpenEnds {
    private final FlowTable table;

    OpenEnds(FlowTable table) {
        this.table = table;
    }

    /** How many there are. */
    long count() {
        long[] open = {0};
        forEach(flow -> open[0]++);
        return open[0];
    }

    /** Those of which one direction only was captured. */
    long oneWay() {
        long[] oneWay = {0};
        forEach(flow -> oneWay[0] += flow.tcb().coverage().isOneWay() ? 1 : 0);
        return oneWay[0];
    }

    /** Times that their parsers lost their place. */
    long timesLost() {
        long[] lost = {0};
        forEach(flow -> lost[0] += flow.timesLost());
        return lost[0];
    }

    /** Names every one of them. */
    void describe(OpenEndHandler handler) {
        TcpRtRecord endpoints = new TcpRtRecord();
        forEach(
                flow -> {
                    flow.describe(endpoints);
                    boolean unanswered = Seq.after(flow.tcb().sndNxt(), flow.tcb().sndUna());
                    handler.onOpenEnd(endpoints, unanswered);
                });
    }

    private void forEach(Consumer<Flow> action) {
        table.forEach(
                connection -> {
                    if (!connection.isGone()) {
                        accept(connection.firstFlow, action);
                        accept(connection.secondFlow, action);
                    }
                });
    }

    private static void accept(@Nullable Flow flow, Consumer<Flow> action) {
        if (flow != null) {
            action.accept(flow);
        }
    }
}
