package tcprt.pcaps.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory of {@code golden/pairs}: captures of some traffic and what the kernel wrote about it.
 *
 * @param directory named as the scenario
 */
record GoldenPair(Path directory) {
    /** In each README; the lists hold port numbers, or nothing. */
    private static final Pattern PORTS =
            Pattern.compile(
                    "local \\(lports\\) = \\[([^]]*)] on the server; peer \\(pports\\) = \\[([^]]*)]");

    /** All pairs there are, by name. */
    static List<GoldenPair> all(Path pairs) throws IOException {
        try (Stream<Path> directories = Files.list(pairs)) {
            return directories.filter(Files::isDirectory).sorted().map(GoldenPair::new).toList();
        }
    }

    /** The scenario. */
    String name() {
        return String.valueOf(directory.getFileName());
    }

    /** Whether a capture was taken there and there are sockets to be traced. */
    boolean has(View view) throws IOException {
        return find(view.captureName() + ".pcap") != null
                && (view != View.CLIENT || !kernel(view).isEmpty());
    }

    /**
     * The capture.
     *
     * @throws AssertionError if none was taken there
     */
    Path capture(View view) throws IOException {
        Path capture = find(view.captureName() + ".pcap");
        if (capture == null) {
            throw new AssertionError(directory + " has no capture of the view " + view);
        }
        return capture;
    }

    /** The kernel's records; none if it wrote none. */
    List<RecordLine> kernel(View view) throws IOException {
        // The .jsonl has the addresses that the kernel had cleared when it wrote the line.
        Path file = find(view.kernelName() + ".jsonl");
        if (file == null) {
            file = find(view.kernelName() + ".log");
        }
        return file == null
                ? List.of()
                : TextFile.lines(file).stream().map(RecordLine::parse).toList();
    }

    /** The kernel's statistics over the whole run; none if there are none. */
    List<String> kernelStats(View view) throws IOException {
        Path file = find(view.kernelName() + ".stats");
        return file == null ? List.of() : TextFile.lines(file);
    }

    private @Nullable Path find(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * Options of {@code tcprt replay} that trace what the kernel has traced.
     *
     * @param kernel its records
     */
    List<String> options(View view, List<RecordLine> kernel) throws IOException {
        List<String> options = new ArrayList<>(List.of("--hz", "250", "--stats"));
        Matcher ports = PORTS.matcher(Files.readString(directory.resolve("README")));
        if (!ports.find()) {
            throw new AssertionError(directory + "/README names no ports");
        }
        if (view == View.CLIENT) {
            options.addAll(List.of("--pports", ports.group(2).replace(" ", "")));
            return options;
        }
        if (view == View.MIRROR) {
            options.addAll(List.of("--vantage", "mirror"));
        }
        options.addAll(List.of("--lports", ports.group(1).replace(" ", "")));
        // A server that asks another one: its sockets towards that one have P records.
        String upstream =
                kernel.stream()
                        .filter(line -> line.type() == 'P')
                        .map(line -> line.connection().replaceFirst("^\\S*:(\\d+) .*", "$1"))
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .collect(Collectors.joining(","));
        if (!upstream.isEmpty()) {
            options.addAll(List.of("--pports", upstream));
        }
        return options;
    }

    @Override
    public String toString() {
        return name();
    }
}
