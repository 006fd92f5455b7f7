package tcprt.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tcprt.cli.LiveTracing.Status;
import tcprt.fuse.RingFile;
import tcprt.fuse.ServedFile;
import tcprt.fuse.TextFile;
import tcprt.service.ControlServer;
import tcprt.service.Refusal;
import tcprt.service.WatchedFile;

/**
 * What a run is asked and told while it goes on: over the control socket, by files of the mounted
 * directory, by signals, and by a configuration file that changes. Any thread may call.
 */
final class Control implements ControlServer.Commands {
    /** The commands, with what they take. */
    static final List<String> COMMANDS =
            List.of("status", "stats", "reload", "deactivate", "flush", "get", "set");

    private final LiveTracing tracing;
    private final RunConfiguration.Source source;
    private final List<String> interfaces;
    private final Notices notices;
    private final Instant start = Instant.now();
    private final RunConfiguration atStart;
    private final @Nullable WatchedFile file;

    /**
     * Ready to be asked.
     *
     * @param atStart what the run began with
     * @param source what file and options say when they are read again
     * @param file that the source reads; null if there is none
     * @param notices told of every change, and of every one that is refused
     */
    Control(
            LiveTracing tracing,
            RunConfiguration atStart,
            RunConfiguration.Source source,
            @Nullable WatchedFile file,
            List<String> interfaces,
            Notices notices) {
        this.tracing = tracing;
        this.atStart = atStart;
        this.source = source;
        this.file = file;
        this.interfaces = interfaces;
        this.notices = notices;
    }

    @Override
    public String answer(List<String> words) throws Refusal {
        String command = words.get(0);
        List<String> arguments = words.subList(1, words.size());
        return switch (command) {
            case "status" -> status(arguments);
            case "stats" -> stats();
            case "reload" -> reload();
            case "deactivate" -> deactivate();
            case "flush" -> flush();
            case "get" -> get(one(command, arguments));
            case "set" -> set(one(command, arguments), String.join("", rest(arguments)));
            default ->
                    throw new Refusal(
                            command + " is not a command; " + Spelling.hint(command, COMMANDS));
        };
    }

    private static String one(String command, List<String> arguments) throws Refusal {
        if (arguments.isEmpty()) {
            throw new Refusal(
                    command + " takes the name of a parameter, such as lports; none is given");
        }
        return arguments.get(0);
    }

    private static List<String> rest(List<String> arguments) {
        return arguments.subList(1, arguments.size());
    }

    private String status(List<String> arguments) throws Refusal {
        Status status = tracing.status();
        StatusReport report = new StatusReport(start, Instant.now(), interfaces, status);
        return arguments.contains("json") ? report.json() : report.text();
    }

    private String stats() throws Refusal {
        String rows = tracing.rows(Instant.now().getEpochSecond());
        if (rows == null) {
            throw new Refusal("statistics are off; turn them on with: tcprt ctl set stats 1");
        }
        return rows;
    }

    /** Reads the file again. If it cannot be honoured nothing changes. */
    synchronized String reload() throws Refusal {
        if (file != null) {
            file.take();
        }
        RunConfiguration read;
        try {
            read = source.read();
        } catch (ConfigurationException e) {
            throw said(new Refusal(e.getMessage() + "; nothing has changed"));
        }
        change(Parameters.of(read.settings()));
        StringBuilder answer = new StringBuilder(inForce());
        for (String key : atStart.needingRestart(read)) {
            answer.append("\n").append(key).append(" is different, from the next start on");
        }
        return said("reloaded: " + answer);
    }

    /** Reads the file again if it looks different than when it was read last. */
    synchronized void reloadIfChanged() {
        if (file != null && file.hasChanged()) {
            quietly("reload");
        }
    }

    private String inForce() {
        return tracing.isDeactivated()
                ? "deactivated, so new connections are still not traced"
                : "new connections: " + TracedPorts.describe(tracing.parameters().rules());
    }

    private void change(Parameters changed) throws Refusal {
        try {
            tracing.change(changed);
        } catch (Refusal e) {
            throw said(new Refusal(e.getMessage() + "; nothing has changed"));
        }
    }

    /** New connections are not traced any more, until the next start. */
    String deactivate() throws Refusal {
        tracing.deactivate();
        long open = tracing.status().totals().counters().openFlows;
        return said(
                "deactivated: new connections are not traced; "
                        + open
                        + " traced connections are still open");
    }

    /** Everything is written, and files are opened again by their names. */
    String flush() throws Refusal {
        tracing.flush();
        return "";
    }

    private String get(String name) throws Refusal {
        try {
            return Parameter.named(name).read(tracing.parameters()) + "\n";
        } catch (ConfigurationException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }

    private synchronized String set(String name, String text) throws Refusal {
        Parameters changed;
        try {
            changed = Parameter.named(name).write(tracing.parameters(), new Value(name, text));
        } catch (ConfigurationException e) {
            throw said(new Refusal(String.valueOf(e.getMessage())));
        }
        change(changed);
        return said(name + " is " + (text.isEmpty() ? "empty" : text) + "; " + inForce());
    }

    private String said(String sentence) {
        sentence.lines().forEach(notices::say);
        return sentence;
    }

    private Refusal said(Refusal refusal) {
        notices.say(String.valueOf(refusal.getMessage()));
        return refusal;
    }

    /** The kernel module's directory: its rings, {@code deactivate}, and its parameters. */
    Map<String, ServedFile> files(LiveOutputs outputs) {
        Map<String, ServedFile> files = new LinkedHashMap<>();
        outputs.rings().forEach((name, ring) -> files.put(name, new RingFile(ring)));
        files.put("deactivate", new TextFile(0600, () -> "", text -> onWrite(this::deactivate)));
        for (Parameter parameter : Parameter.values()) {
            String name = parameter.fileName();
            files.put(
                    "parameters/" + name,
                    new TextFile(
                            0644,
                            () -> parameter.read(tracing.parameters()),
                            text -> onWrite(() -> set(name, text))));
        }
        return files;
    }

    /** Something that is done although its answer is of no use. */
    private interface Command {
        String answer() throws Refusal;
    }

    private static void onWrite(Command command) throws IOException {
        try {
            String unused = command.answer();
        } catch (Refusal e) {
            throw new IOException(e);
        }
    }

    /**
     * Does it for a signal or a changed file: the answer was said, and nobody else waits for it.
     */
    void quietly(String command) {
        try {
            String unused = answer(List.of(command));
        } catch (Refusal e) {
            // Said when it was refused; or the run is over.
        }
    }
}
