package tcprt.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tcprt.validate.Stages;

/**
 * How far the parts of a validation have come that are no replay: one line, if a terminal shows it.
 */
final class StageProgress implements Stages {
    private static final long INTERVAL_NS = 200_000_000L;

    private final PrintStream err;
    private final boolean terminal;
    private final long logBytes;
    private long shownNs = System.nanoTime();
    private int width;

    /**
     * Shows nothing yet.
     *
     * @param logs whose size is the whole of the first part
     */
    StageProgress(Surroundings surroundings, List<Path> logs) {
        this.err = surroundings.err();
        this.terminal = surroundings.terminal();
        this.logBytes = logs.stream().mapToLong(StageProgress::size).sum();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // whoever reads it will say so
        }
    }

    @Override
    public void onLogRead(long bytes) {
        if (isDue()) {
            show(
                    String.format(
                            Locale.ROOT, "%4d %% of the log", 100 * bytes / Math.max(1, logBytes)));
        }
    }

    @Override
    public void onJoined(long records) {
        if (isDue()) {
            show(String.format(Locale.ROOT, "%,d records compared", records));
        }
    }

    private boolean isDue() {
        if (!terminal || System.nanoTime() - shownNs < INTERVAL_NS) {
            return false;
        }
        shownNs = System.nanoTime();
        return true;
    }

    private void show(String text) {
        err.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
        err.flush();
        width = text.length();
    }

    /** Takes the line away. */
    void clear() {
        if (width > 0) {
            show("");
            err.print('\r');
            err.flush();
            width = 0;
        }
    }
}
