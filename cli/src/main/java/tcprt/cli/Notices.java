package tcprt.cli;

import java.io.PrintStream;

/** What a human is told on standard error, one line each. */
record Notices(PrintStream err) {
    void say(String message) {
        err.print(message + "\n");
        err.flush();
    }

    /** Says which statistics will not be written although somebody seems to want them. */
    void sayWhatIsOff(Settings settings, LinePlaces output) {
        if (settings.stats() && !output.hasPlaceForStats()) {
            say("statistics are off: with -o - they need --stats-file FILE");
        }
        if (!settings.stats() && output.hasStatsFile()) {
            say("statistics are off: --stats-file needs --stats, or global.stats: enable");
        }
    }
}
