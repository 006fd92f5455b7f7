package tcprt.validate.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tcprt.validate.judge.Difference;
import tcprt.validate.record.Entry;
import tcprt.validate.record.EntryText;
import tcprt.validate.record.Field;

/**
 * The two lines of a difference, cut into words that stand over each other, and which of these
 * differ.
 *
 * @param kernel the kernel's words; empty without a line
 * @param ours ours; empty without a line
 * @param differing indexes of words that are what the difference is about
 */
record AlignedLines(List<String> kernel, List<String> ours, Set<Integer> differing) {
    /** Seconds and microseconds, which are one field. */
    private static final int SECONDS = 2;

    private static final int MICROS = 3;
    private static final int TYPE = 1;

    /** Aligns the lines of a difference. */
    static AlignedLines of(Difference difference) {
        Set<Integer> differing = new TreeSet<>();
        if (difference.what() == Difference.Kind.TYPE) {
            differing.add(TYPE);
        }
        Set<Field> fields = EnumSet.noneOf(Field.class);
        difference.numbers().forEach(number -> fields.add(number.field()));
        Entry kernel = difference.kernel();
        Entry ours = difference.ours();
        if (fields.contains(Field.START) && kernel != null && ours != null) {
            differing.add(MICROS);
            if (!words(kernel).get(SECONDS).equals(words(ours).get(SECONDS))) {
                differing.add(SECONDS);
            }
        }
        if (fields.contains(Field.LETTERS)) {
            differing.add(TYPE);
        }
        if (kernel != null) {
            List<Field> printed = EntryText.printed(kernel);
            for (int i = 0; i < printed.size(); i++) {
                if (fields.contains(printed.get(i))) {
                    differing.add(EntryText.FIRST_NUMBER + i);
                }
            }
            if (fields.contains(Field.HANDSHAKE)) {
                differing.add(EntryText.FIRST_NUMBER + printed.size() + 1); // behind its H
            }
        }
        return new AlignedLines(words(kernel), words(ours), differing);
    }

    private static List<String> words(@Nullable Entry entry) {
        return entry == null ? List.of() : EntryText.words(entry);
    }

    /** Both lines padded to the same columns, and a line that marks what differs. */
    List<String> text() {
        StringBuilder above = new StringBuilder();
        StringBuilder below = new StringBuilder();
        StringBuilder marks = new StringBuilder();
        for (int i = 0; i < Math.max(kernel.size(), ours.size()); i++) {
            String first = i < kernel.size() ? kernel.get(i) : "";
            String second = i < ours.size() ? ours.get(i) : "";
            int width = Math.max(first.length(), second.length());
            above.append(padded(first, width));
            below.append(padded(second, width));
            marks.append(padded(differing.contains(i) ? "^".repeat(width) : "", width));
        }
        List<String> lines = new ArrayList<>();
        if (!kernel.isEmpty()) {
            lines.add("kernel  " + above.toString().stripTrailing());
        }
        if (!ours.isEmpty()) {
            lines.add("ours    " + below.toString().stripTrailing());
        }
        if (!differing.isEmpty()) {
            lines.add("        " + marks.toString().stripTrailing());
        }
        return lines;
    }

    private static String padded(String word, int width) {
        return word + " ".repeat(width - word.length() + 1);
    }
}
