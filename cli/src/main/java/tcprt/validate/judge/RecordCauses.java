package tcprt.validate.judge;

import org.jspecify.annotations.Nullable;
import tcprt.flow.PortRules;
import tcprt.task.RecordType;
import tcprt.validate.join.Pairing;
import tcprt.validate.join.Unpaired;
import tcprt.validate.log.LogGap;
import tcprt.validate.record.Connection;
import tcprt.validate.record.Entry;

/** Why one side has a record that the other has not, or has with another type. */
final class RecordCauses {
    /** Times at the edge of capture and log are not sharper than this. */
    private static final long EDGE_MICROS = 1_000_000;

    private final Facts facts;

    RecordCauses(Facts facts) {
        this.facts = facts;
    }

    /** The cause of a record without partner. */
    Cause of(Unpaired unpaired) {
        Cause cause = unpaired.entry().kernel ? onlyInKernel(unpaired) : onlyInCapture(unpaired);
        return cause == null ? Cause.UNKNOWN : cause;
    }

    /** The cause of two records that are of one task and not of one type. */
    Cause ofTypes(Pairing pairing) {
        Entry ours = pairing.ours();
        if (ours.captureHoles > 0 || pairing.capturedWithHoles()) {
            return Cause.CAPTURE_LOST_PACKETS;
        }
        if (ours.inferred != 0) {
            return Cause.NOT_CAPTURED;
        }
        // Whether the last byte was acknowledged before or after the release makes R or W of it.
        boolean aroundRelease =
                ours.type() != RecordType.N && pairing.kernel().type() != RecordType.N;
        return aroundRelease ? Cause.RELEASE_MOMENT : Cause.UNKNOWN;
    }

    private @Nullable Cause onlyInKernel(Unpaired unpaired) {
        Entry kernel = unpaired.entry();
        if (!kernel.isCleared() && !isTraced(kernel)) {
            return Cause.NOT_TRACED_HERE;
        }
        if (kernel.alignedMicros < facts.firstMicros() || kernel.endMicros() > facts.lastMicros()) {
            return Cause.OUTSIDE_CAPTURE;
        }
        Connection connection = Connection.of(kernel);
        if (unpaired.after() == null && facts.capture().openAtEnd().contains(connection)) {
            return facts.capture().unanswered().contains(connection)
                    ? Cause.KERNEL_TIMER
                    : Cause.OPEN_AT_END;
        }
        if (hasHoles(unpaired.before()) || hasHoles(unpaired.after())) {
            return Cause.CAPTURE_LOST_PACKETS;
        }
        Entry after = unpaired.after();
        return unpaired.before() == null && after != null && after.midStream
                ? Cause.BEFORE_CAPTURE
                : null;
    }

    private boolean isTraced(Entry kernel) {
        PortRules.Match match = facts.portRules().match(kernel.localPort, kernel.remotePort, true);
        return kernel.type() == RecordType.E
                ? match != PortRules.Match.NONE
                : match
                        == (kernel.type() == RecordType.P
                                ? PortRules.Match.PEER
                                : PortRules.Match.LOCAL);
    }

    private static boolean hasHoles(@Nullable Entry ours) {
        return ours != null && (ours.captureHoles > 0 || ours.inferred != 0);
    }

    private @Nullable Cause onlyInCapture(Unpaired unpaired) {
        Entry ours = unpaired.entry();
        long written = facts.clock().toKernel(ours.writtenMicros);
        if (facts.log().lines() == 0
                || written < facts.log().earliestMicros() - EDGE_MICROS
                || written > facts.log().latestMicros() + EDGE_MICROS) {
            return Cause.OUTSIDE_LOG;
        }
        for (LogGap gap : facts.log().gaps()) {
            if (gap.mayHoldRecordOf(written)) {
                return Cause.RELAY_WRAPPED;
            }
        }
        if (hasHoles(ours)) {
            return ours.captureHoles > 0 ? Cause.CAPTURE_LOST_PACKETS : Cause.NOT_CAPTURED;
        }
        return isProvenByOthers(unpaired) ? Cause.LOG_LOST_LINE : null;
    }

    /** The kernel counts its tasks: a later number, or half of what an end writes, tells. */
    private static boolean isProvenByOthers(Unpaired unpaired) {
        Entry ours = unpaired.entry();
        Entry after = unpaired.after();
        if (after != null && after.taskNumber() > ours.taskNumber()) {
            return true;
        }
        Entry before = unpaired.before();
        if (before == null || before.taskNumber() < ours.taskNumber() - 1) {
            return false;
        }
        boolean endIsThere = before.type() == RecordType.E && ours.type() != RecordType.E;
        boolean endIsMissing = before.type() != RecordType.E && ours.type() == RecordType.E;
        return endIsMissing || (endIsThere && before.taskNumber() >= ours.taskNumber());
    }
}
