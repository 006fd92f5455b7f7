package tcprt.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import tcprt.capture.CaptureSource;

/** How far a replay has come: one line, rewritten a few times a second, if a terminal shows it. */
final class Progress implements RunDisplay {
    private static final long INTERVAL_NS = 200_000_000L;

    private final CaptureSource source;
    private final PrintStream err;
    private final boolean terminal;
    private long shownNs = System.nanoTime();
    private int width;

    /**
     * Shows nothing yet.
     *
     * @param source asked how much of it was read
     */
    Progress(CaptureSource source, Surroundings surroundings) {
        this.source = source;
        this.err = surroundings.err();
        this.terminal = surroundings.terminal();
    }

    /** Rewrites the line if it is time to. */
    @Override
    public void show(long frames, List<? extends Shard> shards) {
        if (!terminal || System.nanoTime() - shownNs < INTERVAL_NS) {
            return;
        }
        shownNs = System.nanoTime();
        long lines = 0;
        for (Shard shard : shards) {
            lines += shard.records().total();
        }
        write(text(source.bytesRead(), source.bytesTotal(), frames, lines));
    }

    /**
     * The line.
     *
     * @param bytesTotal -1 if unknown
     */
    static String text(long bytesRead, long bytesTotal, long frames, long lines) {
        String share =
                bytesTotal > 0
                        ? Math.min(100, 100 * bytesRead / bytesTotal) + " %"
                        : (bytesRead >> 20) + " MiB";
        return String.format(Locale.ROOT, "%6s  %,d frames  %,d lines", share, frames, lines);
    }

    /** Takes the line away. */
    @Override
    public void clear() {
        if (width > 0) {
            write("");
            err.print('\r');
            err.flush();
        }
    }

    private void write(String text) {
        err.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
        err.flush();
        width = text.length();
    }
}
