package tcprt.cli;

import tcprt.flow.PortRules;

/**
 * What can be changed while a run goes on, as with the kernel module's parameter files.
 *
 * @param configured what file and options said last; the mode of every port is as they say
 * @param rules which new connections are traced
 * @param stats whether statistics are kept and written
 * @param statsIntervalS seconds between two rows of a port
 */
record Parameters(PortRules configured, PortRules rules, boolean stats, int statsIntervalS) {
    /** As configured. */
    Parameters(PortRules configured, boolean stats, int statsIntervalS) {
        this(configured, configured, stats, statsIntervalS);
    }

    /** What file and options say. */
    static Parameters of(Settings settings) {
        return new Parameters(
                settings.tracer().portRules(), settings.stats(), settings.statsIntervalS());
    }

    Parameters withRules(PortRules newRules) {
        return new Parameters(configured, newRules, stats, statsIntervalS);
    }

    /** As these, but no new connection is traced. */
    Parameters deactivated() {
        return withRules(PortRules.builder().build());
    }
}
