package tcprt.validate.judge;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.validate.join.JoinHandler;
import tcprt.validate.join.Pairing;
import tcprt.validate.join.Unpaired;
import tcprt.validate.judge.Difference.OffNumber;
import tcprt.validate.log.KernelStats;
import tcprt.validate.record.Entry;
import tcprt.validate.record.Field;
import tcprt.validate.record.Layout;

/** Lays every pair field by field beside each other, and asks for the cause of what is off. */
public final class Judge implements JoinHandler {
    /** The kernel's unit where it does not print microseconds. */
    private static final int COARSE_SHIFT = 10;

    private final Tolerances tolerances;
    private final FieldCauses fieldCauses;
    private final RecordCauses recordCauses;
    private final StatsCheck stats;
    private final Findings findings;

    /**
     * Judges into {@code findings}.
     *
     * @param facts what is known beforehand
     * @param stats the kernel's statistics
     * @param hz timer ticks per second of the kernel
     */
    public Judge(Tolerances tolerances, Facts facts, KernelStats stats, int hz, Findings findings) {
        this.tolerances = tolerances;
        this.stats = new StatsCheck(stats, tolerances, facts, hz);
        this.fieldCauses = new FieldCauses(facts, tolerances);
        this.recordCauses = new RecordCauses(facts);
        this.findings = findings;
    }

    @Override
    public void onPairing(Pairing pairing) {
        Entry kernel = pairing.kernel();
        Entry ours = pairing.ours();
        findings.addPaired(kernel.type());
        stats.add(ours);
        if (kernel.type() != ours.type()) {
            findings.add(
                    new Difference(
                            kernel,
                            ours,
                            Difference.Kind.TYPE,
                            recordCauses.ofTypes(pairing),
                            List.of()));
            return;
        }
        List<OffNumber> off = new ArrayList<>(0);
        compare(pairing, Field.START, off);
        for (Field field : kernel.layout.fields()) {
            if (isComparable(field, ours)) {
                compare(pairing, field, off);
            }
        }
        if (kernel.version7 && ours.version7) {
            compare(pairing, Field.LETTERS, off);
            if (kernel.handshakeMicros >= 0 && ours.handshakeMicros >= 0) {
                compare(pairing, Field.HANDSHAKE, off);
            }
        }
        if (!off.isEmpty()) {
            findings.add(new Difference(kernel, ours, Difference.Kind.NUMBERS, gravest(off), off));
        }
    }

    /** The window is a model that only runs where data is parsed. */
    private static boolean isComparable(Field field, Entry ours) {
        return ours.layout.fields().contains(field) && (field != Field.CWND || ours.parsed);
    }

    private void compare(Pairing pairing, Field field, List<OffNumber> off) {
        Entry kernel = pairing.kernel();
        long theirs = kernel.value(field);
        long mine = inUnitOf(kernel.layout, field, pairing.ours().value(field));
        Tolerances.Tolerance tolerance = tolerances.of(field);
        Cause cause = null;
        if (!tolerance.covers(theirs, mine)) {
            cause = fieldCauses.of(pairing, field);
            off.add(new OffNumber(field, theirs, mine, tolerance.isExact(), cause));
        }
        findings.addNumber(kernel.type(), field, tolerance.isExact(), mine - theirs, cause);
    }

    private static long inUnitOf(Layout layout, Field field, long micros) {
        return field == Field.MIN_RTT && layout.hasCoarseMinRtt() ? micros >> COARSE_SHIFT : micros;
    }

    private static Cause gravest(List<OffNumber> off) {
        @Nullable Cause gravest = null;
        for (OffNumber number : off) {
            if (number.cause() == Cause.UNKNOWN) {
                return Cause.UNKNOWN;
            }
            if (gravest == null || gravest.isExcuse()) {
                gravest = number.cause();
            }
        }
        return gravest == null ? Cause.UNKNOWN : gravest;
    }

    @Override
    public void onUnpaired(Unpaired unpaired) {
        Entry entry = unpaired.entry();
        if (!entry.kernel) {
            stats.add(entry);
        }
        findings.add(
                new Difference(
                        entry.kernel ? entry : null,
                        entry.kernel ? null : entry,
                        entry.kernel
                                ? Difference.Kind.ONLY_IN_KERNEL
                                : Difference.Kind.ONLY_IN_CAPTURE,
                        recordCauses.of(unpaired),
                        List.of()));
    }

    @Override
    public void onRepeated(Entry kernel) {
        findings.add(
                new Difference(
                        kernel, null, Difference.Kind.REPEATED, Cause.REPEATED_LINE, List.of()));
    }

    /** All records were judged: now the statistics. */
    public void finish() {
        stats.compare(findings);
    }
}
