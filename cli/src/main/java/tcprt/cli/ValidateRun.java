package tcprt.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.capture.CaptureSource;
import tcprt.capture.DamagedCaptureException;
import tcprt.capture.Sources;
import tcprt.validate.CaptureReplay;
import tcprt.validate.Validated;
import tcprt.validate.Validation;
import tcprt.validate.judge.Facts;
import tcprt.validate.judge.Tolerances;
import tcprt.validate.log.KernelStats;
import tcprt.validate.report.HtmlReport;
import tcprt.validate.report.JsonReport;
import tcprt.validate.report.TerminalReport;

/**
 * One validation from the opening of its files to its reports.
 *
 * @param logs the kernel's
 * @param stats the kernel's; null for none
 * @param captures names; "-" is standard input
 * @param tolerances null for those that come with the program
 * @param report gets the page; null for none
 * @param json gets the JSON; null for none
 * @param temporary null for the system's place
 */
record ValidateRun(
        Settings settings,
        List<Path> logs,
        @Nullable Path stats,
        List<String> captures,
        @Nullable Path tolerances,
        @Nullable Path report,
        @Nullable Path json,
        @Nullable Path temporary,
        Surroundings surroundings) {

    /** What ends a validation before it has begun to judge. */
    private static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        Unreadable(String message, IOException cause) {
            super(message, cause);
        }
    }

    /**
     * Runs it.
     *
     * @return an {@link ExitCode}: what is unreadable counts as damaged
     * @throws ConfigurationException if the tolerances are none
     * @throws IOException if a report or a temporary file cannot be written
     */
    int run() throws ConfigurationException, IOException {
        try {
            return validate();
        } catch (Unreadable e) {
            new Notices(surroundings.err()).say(String.valueOf(e.getMessage()));
            return ExitCode.DAMAGED;
        }
    }

    private int validate() throws ConfigurationException, IOException {
        Tolerances table = table();
        KernelStats rows = stats == null ? KernelStats.NONE : rows(stats);
        checkLogs();
        Validation validation =
                new Validation(
                        logs,
                        rows,
                        table,
                        settings.tracer().portRules(),
                        settings.tracer().hz(),
                        temporary == null
                                ? Path.of(System.getProperty("java.io.tmpdir"))
                                : temporary);
        StageProgress progress = new StageProgress(surroundings, logs);
        boolean[] damaged = {false};
        Validated validated;
        try (CaptureSource source = source()) {
            validated =
                    validation.run(
                            handler -> {
                                progress.clear();
                                return replay(source, handler, damaged);
                            },
                            progress);
        } finally {
            progress.clear();
        }
        TerminalReport.print(
                new PrintStream(surroundings.out(), false, StandardCharsets.UTF_8), validated);
        writeReports(validated);
        if (damaged[0]) {
            return ExitCode.DAMAGED;
        }
        return validated.findings().agree() ? ExitCode.DONE : ExitCode.FAILURE;
    }

    private void writeReports(Validated validated) throws IOException {
        if (json != null) {
            write(json, out -> JsonReport.write(out, validated));
        }
        if (report != null) {
            String title = "tcprt validate: " + String.join(", ", captures);
            write(report, out -> HtmlReport.write(out, validated, title));
        }
    }

    /** Writes into a file, over an earlier one. */
    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static void write(Path file, Writing writing) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            writing.to(out);
        } catch (IOException e) {
            throw new IOException(file + ": cannot be written: " + FileProblem.reason(e), e);
        }
    }

    private Tolerances table() throws ConfigurationException, IOException {
        if (tolerances == null) {
            return Tolerances.shipped();
        }
        try (InputStream in = Files.newInputStream(tolerances)) {
            return Tolerances.read(tolerances.toString(), in);
        } catch (FileSystemException e) {
            throw unreadable(tolerances, e);
        } catch (IOException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()));
        }
    }

    private static KernelStats rows(Path file) throws Unreadable {
        try {
            return KernelStats.read(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Before hours of work: all logs are there. */
    private void checkLogs() throws Unreadable {
        for (Path log : logs) {
            try (InputStream in = Files.newInputStream(log)) {
                in.read();
            } catch (IOException e) {
                throw unreadable(log, e);
            }
        }
    }

    private static Unreadable unreadable(Path file, IOException e) {
        return new Unreadable(file + ": " + FileProblem.reason(e), e);
    }

    private CaptureSource source() throws Unreadable {
        try {
            return Sources.open(captures, false, surroundings.in(), surroundings.stop()::closes);
        } catch (IOException e) {
            throw new Unreadable(String.valueOf(e.getMessage()), e);
        }
    }

    private Facts.Capture replay(
            CaptureSource source, CaptureReplay.Handler handler, boolean[] damaged)
            throws IOException {
        ValidateShard shard = new ValidateShard(settings.tracer(), handler);
        Pipeline pipeline =
                new Pipeline(
                        List.of(shard),
                        settings.tracer().frames(),
                        null,
                        surroundings.stop()::isRequested,
                        new Progress(source, surroundings));
        Notices notices = new Notices(surroundings.err());
        try {
            if (!pipeline.run(source)) {
                notices.say("interrupted: only what was read until now is compared");
            }
        } catch (DamagedCaptureException e) {
            notices.say(String.valueOf(e.getMessage()));
            damaged[0] = true;
        }
        return shard.capture();
    }
}
