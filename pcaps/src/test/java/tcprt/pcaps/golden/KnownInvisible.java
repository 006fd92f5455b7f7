package tcprt.pcaps.golden;

import java.util.List;
import java.util.Set;

/**
 * A difference that no reader of the capture could avoid. The whole list is {@link #TABLE}; a test
 * fails for a difference that is not in it, and for a line of it that has become idle.
 *
 * @param pair scenario
 * @param views where it shows
 * @param field as {@code W.rt}, or {@code E.record} for a record that is missing
 * @param reason why the capture does not show it
 */
record KnownInvisible(String pair, Set<View> views, String field, String reason) {
    /** Stands for the statistics of a capture where {@link #field} names a field. */
    static final String STATS = "statistics";

    static final List<KnownInvisible> TABLE =
            List.of(
                    new KnownInvisible(
                            "net-blackhole-timeout",
                            Set.of(View.SERVER, View.MIDDLE, View.MIRROR),
                            "W.rt",
                            "the server's kernel gave the connection up by a timer, without a"
                                    + " frame; the capture shows it when the client's FIN is"
                                    + " answered by a RST, seconds later"),
                    new KnownInvisible(
                            "net-blackhole-timeout",
                            Set.of(View.CLIENT),
                            "E.record",
                            "the path is dead: FINs leave and nothing ever comes back, and the"
                                    + " timer that ends the socket sends no frame"),
                    new KnownInvisible(
                            "lab-client-rst",
                            Set.of(View.SERVER, View.MIDDLE, View.MIRROR),
                            "N.rt",
                            "the RST is there in time, but the server's application closes 200 ms"
                                    + " later and the kernel's record waits for that"),
                    new KnownInvisible(
                            "lab-client-rst",
                            Set.of(View.CLIENT),
                            KnownInvisible.STATS,
                            "closing with SO_LINGER 0 cleared the port before the kernel counted"
                                    + " the task, so its row is for port 0"),
                    behindTheTap("R.retrans"),
                    behindTheTap("E.retrans"),
                    behindTheTap("R.reorder"));

    private static KnownInvisible behindTheTap(String field) {
        return new KnownInvisible(
                "span-middle-loss-server-side",
                Set.of(View.MIDDLE, View.MIRROR),
                field,
                "frames were lost between the tap and the server: the tap saw frames that never"
                        + " arrived, and missed frames that were sent");
    }

    /** What is excused in one capture. */
    static Comparison.Excuses in(String pair, View view) {
        List<KnownInvisible> here = TABLE.stream().filter(row -> row.isAbout(pair, view)).toList();
        return (type, field) ->
                here.stream().anyMatch(known -> known.field.equals(type + "." + field));
    }

    /** Whether the statistics of a capture are excused. */
    static boolean excusesStats(String pair, View view) {
        return TABLE.stream()
                .anyMatch(known -> known.isAbout(pair, view) && known.field.equals(STATS));
    }

    private boolean isAbout(String somePair, View view) {
        return pair.equals(somePair) && views.contains(view);
    }
}
