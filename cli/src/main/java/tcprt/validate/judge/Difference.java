package tcprt.validate.judge;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.validate.record.Entry;
import tcprt.validate.record.Field;

/**
 * A record that one side does not have, or that says something else there.
 *
 * @param kernel the kernel's; null if it has none
 * @param ours ours; null if we have none
 * @param what kind of difference
 * @param cause of a record as a whole, or the gravest of its numbers
 * @param numbers that differ; empty if a record as a whole does
 */
public record Difference(
        @Nullable Entry kernel,
        @Nullable Entry ours,
        Kind what,
        Cause cause,
        List<OffNumber> numbers) {

    /** What differs. */
    public enum Kind {
        ONLY_IN_KERNEL("only in kernel"),
        ONLY_IN_CAPTURE("only in capture"),
        REPEATED("repeated"),
        TYPE("type"),
        NUMBERS("numbers");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /**
     * A number that is further off than its tolerance.
     *
     * @param exact whether it has none
     */
    public record OffNumber(Field field, long kernel, long ours, boolean exact, Cause cause) {}

    /**
     * How much it deserves to be looked at: what is unexplained and should be exact comes first.
     */
    double gravity() {
        double gravity = cause == Cause.UNKNOWN ? 4000 : cause.isExcuse() ? 0 : 2000;
        gravity += numbers.isEmpty() ? 1000 : 0;
        for (OffNumber number : numbers) {
            gravity = Math.max(gravity, gravityOf(number));
        }
        return gravity;
    }

    private double gravityOf(OffNumber number) {
        double gravity = number.cause == Cause.UNKNOWN ? 4000 : number.cause.isExcuse() ? 0 : 2000;
        gravity += number.exact ? 1000 : 0;
        // A thousandfold error is worse than a twofold one, but not by as much.
        return gravity + Math.log1p(Math.abs((double) number.ours - number.kernel));
    }
}
