package tcprt.pcaps.golden;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The tables of docs/ACCURACY.md, measured from the golden pairs. */
final class AccuracyTables {
    /** Taps far from the server, made to show what distance and loss behind the tap do. */
    private static final String FAR_TAP = "span-";

    private static final long LOSS_SEED = 1;

    private final GoldenPairs golden;

    AccuracyTables(GoldenPairs golden) {
        this.golden = golden;
    }

    /** All tables by the name of their place in the document. */
    Map<String, String> all() throws IOException {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("records", records());
        tables.put("server", fields(View.SERVER, pair -> !pair.equals(GoldenPairs.SOAK)));
        tables.put("soak", fields(View.SERVER, pair -> pair.equals(GoldenPairs.SOAK)));
        tables.put("client", fields(View.CLIENT, pair -> true));
        tables.put("middle", fields(View.MIDDLE, pair -> !pair.startsWith(FAR_TAP)));
        tables.put("middle-far-delay", fields(View.MIDDLE, "span-middle-delay"::equals));
        tables.put("middle-far-loss", fields(View.MIDDLE, "span-middle-loss-server-side"::equals));
        tables.put("mirror", fields(View.MIRROR, pair -> !pair.startsWith(FAR_TAP)));
        tables.put("mirror-far-delay", fields(View.MIRROR, "span-middle-delay"::equals));
        tables.put("mirror-far-loss", fields(View.MIRROR, "span-middle-loss-server-side"::equals));
        tables.put("exceptions", exceptions());
        tables.put("loss", loss());
        tables.put("v7", v7());
        return tables;
    }

    private String records() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("| View | Captures | Record | Kernel | Found | Missing | Too many |");
        lines.add("|---|--:|---|--:|--:|--:|--:|");
        for (View view : List.of(View.SERVER, View.CLIENT, View.MIDDLE)) {
            Comparison total = golden.total(view, pair -> true);
            int captures = golden.with(view).size();
            for (char type : Comparison.TYPES.toCharArray()) {
                long missing = count(total.missing(), type) + count(total.excusedMissing(), type);
                long found = total.pairedCount(type);
                if (found + missing == 0) {
                    continue;
                }
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "| %s | %d | %s | %,d | %,d | %d | %d |",
                                view.captureName(),
                                captures,
                                type,
                                found + missing,
                                found,
                                missing,
                                count(total.extra(), type)));
            }
        }
        return text(lines);
    }

    private static long count(List<RecordLine> lines, char type) {
        return lines.stream().filter(line -> line.type() == type).count();
    }

    private String fields(View view, Predicate<String> chosen) throws IOException {
        Comparison total = golden.total(view, chosen);
        List<String> lines = new ArrayList<>();
        lines.add(
                "| Record | Field | Records | Exact | Within tolerance | p50 | p90 | p99 | max | Bias |");
        lines.add("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        for (char type : Comparison.TYPES.toCharArray()) {
            addFields(lines, type, total);
        }
        return text(lines);
    }

    /** One row per field; those that are never off share the first. */
    private static void addFields(List<String> lines, char type, Comparison total) {
        List<String> names = new ArrayList<>(List.of(Comparison.START));
        names.addAll(RecordLine.fields(type));
        int count = total.pairedCount(type);
        if (count == 0) {
            return;
        }
        Predicate<String> isExact = name -> total.errors(type + "." + name).exactPart() == 1;
        String exact = names.stream().filter(isExact).collect(Collectors.joining(", "));
        if (!exact.isEmpty()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "| %s | %s | %,d | 100 %% | 100 %% | 0 | 0 | 0 | 0 | 0 |",
                            type,
                            exact,
                            count));
        }
        for (String name : names) {
            if (!isExact.test(name)) {
                FieldErrors errors = total.errors(type + "." + name);
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "| %s | %s | %,d | %s | %s | %,d | %,d | %,d | %,d | %,d |",
                                type,
                                name,
                                errors.count(),
                                percent(errors.exactPart()),
                                percent(errors.withinPart()),
                                errors.distance(0.5),
                                errors.distance(0.9),
                                errors.distance(0.99),
                                errors.distance(1),
                                errors.bias()));
            }
        }
    }

    /** Rounded down, so that 100 % means all. */
    private static String percent(double part) {
        if (part == 1) {
            return "100 %";
        }
        return String.format(Locale.ROOT, "%.2f %%", Math.floor(part * 10_000) / 100);
    }

    private static String exceptions() {
        List<String> lines = new ArrayList<>();
        lines.add("| Pair | View | What | Why no capture shows it |");
        lines.add("|---|---|---|---|");
        for (KnownInvisible known : KnownInvisible.TABLE) {
            String views =
                    known.views().stream()
                            .sorted()
                            .map(view -> view.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
            lines.add(
                    String.format(
                            "| %s | %s | %s | %s |",
                            known.pair(), views, known.field(), known.reason()));
        }
        return text(lines);
    }

    /** srtt and cwnd, apart for what the model of cwnd is made for and what it is not. */
    String v7() throws IOException {
        Map<String, V7Columns> groups = new LinkedHashMap<>();
        Map<String, Integer> captures = new LinkedHashMap<>();
        for (String group : List.of("cubic, nothing lost", "cubic, loss", "bbr")) {
            groups.put(group, new V7Columns());
            captures.put(group, 0);
        }
        for (GoldenPair pair : golden.with(View.SERVER)) {
            if (!V7Columns.isIn(pair) || pair.name().equals(GoldenPairs.SOAK)) {
                continue;
            }
            V7Columns columns = V7Columns.of(pair);
            String cubic = columns.hasLoss() ? "cubic, loss" : "cubic, nothing lost";
            String group = pair.name().contains("bbr") ? "bbr" : cubic;
            groups.computeIfAbsent(group, unused -> new V7Columns()).addAll(columns);
            captures.merge(group, 1, Integer::sum);
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                "| Sockets | Captures | R | srtt p50 µs | p90 | p99 | within 1/8 or 50 µs | cwnd exact |"
                        + " within 1/8 or 1 | p90 segments |");
        lines.add("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        groups.forEach(
                (group, columns) ->
                        lines.add(
                                "| "
                                        + group
                                        + " | "
                                        + captures.get(group)
                                        + " | "
                                        + columns.row()));
        return text(lines);
    }

    private String loss() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| View | Captures | Frames lost | Connections | of these traced | Tasks (R, P) |"
                        + " with exact start and bytes |");
        lines.add("|---|--:|--:|--:|--:|--:|--:|");
        for (View view : List.of(View.SERVER, View.CLIENT)) {
            int captures = 0;
            long framesLost = 0;
            long connections = 0;
            long connectionsTraced = 0;
            long tasks = 0;
            long exactTasks = 0;
            for (GoldenPair pair : golden.with(view)) {
                if (pair.name().equals(GoldenPairs.SOAK)) {
                    continue;
                }
                List<RecordLine> kernel = pair.kernel(view);
                List<String> options = pair.options(view, kernel);
                LossyReplay lossy =
                        LossyReplay.of(
                                StoredFrame.read(pair.capture(view)), options, kernel, LOSS_SEED);
                captures++;
                framesLost += lossy.framesLost();
                connections += Replayed.cleanly(pair.capture(view), options).connectionCount();
                connectionsTraced += lossy.connections();
                tasks += lossy.tasks();
                exactTasks += lossy.exactTasks();
            }
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "| %s | %d | %,d | %,d | %,d | %,d | %,d (%s) |",
                            view.captureName(),
                            captures,
                            framesLost,
                            connections,
                            connectionsTraced,
                            tasks,
                            exactTasks,
                            percent((double) exactTasks / tasks)));
        }
        return text(lines);
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
