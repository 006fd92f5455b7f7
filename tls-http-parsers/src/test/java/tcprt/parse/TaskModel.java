package tcprt.parse;

import java.util.ArrayList;
import java.util.List;
import tcprt.task.Effects;

/**
 * The tasks of a local port as {@link Effects} describes what they do to them, without times: an
 * own, small model, so that tests can speak of letters.
 */
final class TaskModel {
    /** Letters of each task, and "+" where the host answered. */
    final List<String> tasks = new ArrayList<>();

    /** The first segment of each task, as its caller numbers segments. */
    final List<Integer> firsts = new ArrayList<>();

    /** For each segment that was applied, which task was open after it; -1 for none. */
    final List<Integer> taskAfter = new ArrayList<>();

    /** How often a handshake was seen to begin and to end. */
    int begins;

    int ends;

    private boolean responding;

    /** The segment that was perhaps an alert, received and sent; -1 if there is none. */
    private final int[] pending = {-1, -1};

    private boolean open;
    private boolean c;
    private boolean z;
    private boolean h;
    private boolean a;

    void apply(boolean fromHost, long effects) {
        apply(fromHost, effects, 0);
    }

    void apply(boolean fromHost, long effects, int segment) {
        if (has(effects, Effects.HANDSHAKE_ENDS)) {
            ends++;
        }
        z |= has(effects, Effects.EARLY_DATA);
        if (has(effects, Effects.ALERT_WAS_DATA)) {
            wasData(true);
            if (!fromHost) {
                wasData(false);
            }
        }
        if (has(effects, Effects.TASK_DATA)) {
            data(fromHost, has(effects, Effects.SAME_TASK), segment);
        }
        c |= has(effects, Effects.CONTINUE);
        c &= !has(effects, Effects.NOT_CONTINUE);
        h |= has(effects, Effects.HANDSHAKE);
        a |= has(effects, Effects.ALERT | Effects.ALERT_CONFIRMED);
        if (has(effects, Effects.HANDSHAKE_BEGINS)) {
            begins++;
        }
        if (has(effects, Effects.MAYBE_ALERT)) {
            pending[fromHost ? 1 : 0] = segment;
        }
        if (has(effects, Effects.ALERT_CONFIRMED)) {
            pending[fromHost ? 1 : 0] = -1;
        }
        taskAfter.add(open ? tasks.size() : -1);
    }

    private static boolean has(long effects, long bits) {
        return (effects & bits) != 0;
    }

    private void wasData(boolean fromHost) {
        int segment = pending[fromHost ? 1 : 0];
        if (segment >= 0) {
            pending[fromHost ? 1 : 0] = -1;
            data(fromHost, false, segment);
        }
    }

    private void data(boolean fromHost, boolean sameTask, int segment) {
        if (fromHost) {
            responding |= open;
        } else if (!open || (responding && !sameTask)) {
            release();
            open = true;
            firsts.add(segment);
        }
    }

    /** Ends the open task. */
    void release() {
        if (open) {
            tasks.add(
                    (c ? "C" : "")
                            + (z ? "Z" : "")
                            + (a ? "A" : "")
                            + (h ? "H" : "")
                            + (responding ? "+" : ""));
        }
        open = false;
        responding = false;
        c = false;
        z = false;
        h = false;
        a = false;
    }
}
