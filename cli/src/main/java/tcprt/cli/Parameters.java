package tcprt.cli;

import tcprt.flow.PortRules;

/**
 * What can be changed while a run goes on, as with the kernel module's parameter files.
 *
 * @param rules which new connections are traced
 * @param stats whether statistics are kept and written
 * @param statsIntervalS seconds between two rows of a port
 */
record Parameters(PortRules rules, boolean stats, int statsIntervalS) {
    /** What file and options say. */
    static Parameters of(Settings settings) {
        return new Parameters(
                settings.tracer().portRules(), settings.stats(), settings.statsIntervalS());
    }

    Parameters withRules(PortRules newRules) {
        return new Parameters(newRules, stats, statsIntervalS);
    }

    /** As these, but no new connection is traced. */
    Parameters deactivated() {
        return withRules(PortRules.builder().build());
    }
}
