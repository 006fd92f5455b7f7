package tcprt.pcaps.golden;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tcprt.cli.CommandInProcess;

/**
 * What one run of {@code tcprt validate} said.
 *
 * @param exitCode of the command
 * @param json its report; empty if it wrote none
 * @param said to the human
 */
record Validation(int exitCode, Map<String, Object> json, String said) {
    /**
     * Runs the command.
     *
     * @param options that say what is traced
     * @param logs the kernel's
     * @param capture its traffic
     */
    static Validation of(List<String> options, List<Path> logs, Path capture) throws IOException {
        Path json = Files.createTempFile("tcprt-validation", ".json");
        try {
            List<String> arguments = new ArrayList<>(List.of("validate"));
            arguments.addAll(options);
            arguments.add("--kernel");
            logs.forEach(log -> arguments.add(log.toString()));
            arguments.addAll(List.of("--capture", capture.toString(), "--json", json.toString()));
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int exitCode =
                    CommandInProcess.run(
                            new PrintStream(said, true, StandardCharsets.UTF_8),
                            arguments.toArray(String[]::new));
            return new Validation(
                    exitCode, read(Files.readString(json)), said.toString(StandardCharsets.UTF_8));
        } finally {
            Files.delete(json);
        }
    }

    /** The same with the lines of one log. */
    static Validation ofLines(List<String> options, List<String> lines, Path capture)
            throws IOException {
        Path log = Files.createTempFile("tcprt-kernel", ".log");
        try {
            Files.write(log, lines);
            return of(options, List.of(log), capture);
        } finally {
            Files.delete(log);
        }
    }

    /** JSON is YAML too. */
    private static Map<String, Object> read(String json) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        Map<String, Object> read = new Yaml(new SafeConstructor(options)).load(json);
        return read == null ? Map.of() : read;
    }

    /** Whether it found that both sides agree. */
    boolean agree() {
        return Boolean.TRUE.equals(json.get("agree"));
    }

    /** Causes by place, {@code R.rt: {unknown=1}}. */
    Map<String, Map<String, Integer>> causes() {
        Map<String, Map<String, Integer>> causes = new TreeMap<>();
        map(json.get("causes"))
                .forEach(
                        (place, counts) -> {
                            Map<String, Integer> numbers = new TreeMap<>();
                            map(counts)
                                    .forEach(
                                            (cause, count) ->
                                                    numbers.put(
                                                            cause, ((Number) count).intValue()));
                            causes.put(place, numbers);
                        });
        return causes;
    }

    /** How often a place was off for a cause. */
    int times(String place, String cause) {
        return causes().getOrDefault(place, Map.of()).getOrDefault(cause, 0);
    }

    /** Whether a difference is unexplained. */
    boolean hasUnknown() {
        return causes().values().stream().anyMatch(counts -> counts.containsKey("unknown"));
    }

    /** Records on both sides. */
    int paired() {
        return map(json.get("records")).values().stream()
                .mapToInt(counts -> (int) number(map(counts), "paired"))
                .sum();
    }

    /** How far the kernel's clock is said to be ahead at a moment of the capture. */
    double kernelAheadMicros(long captureMicros) {
        double ahead = 0;
        for (Object each : (List<?>) map(json.get("clock")).getOrDefault("pieces", List.of())) {
            Map<String, Object> piece = map(each);
            if (ahead == 0 || captureMicros >= number(piece, "fromEpochMicros")) {
                ahead =
                        number(piece, "kernelAheadMicros")
                                + number(piece, "drift")
                                        * (captureMicros - number(piece, "atEpochMicros"));
            }
        }
        return ahead;
    }

    private static double number(Map<String, Object> map, String key) {
        return map.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    @SuppressWarnings("unchecked") // JSON objects have strings as keys
    private static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
