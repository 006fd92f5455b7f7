package tcprt.cli;

/** What the command ends with. */
final class ExitCode {
    /** The capture was traced to its end. */
    static final int DONE = 0;

    /** Something failed: a file that cannot be read or written, a bug. */
    static final int FAILURE = 1;

    /** The command line or the configuration file is not right; nothing was read. */
    static final int USAGE = 2;

    /** The capture is damaged; everything before the damage was traced and kept. */
    static final int DAMAGED = 3;

    private ExitCode() {}
}
