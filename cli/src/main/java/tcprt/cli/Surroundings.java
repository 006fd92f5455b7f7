package tcprt.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/**
 * What the command has around it, so that tests can put themselves in its place.
 *
 * @param in standard input
 * @param out standard output, not buffered; lines only
 * @param err standard error, for everything said to a human
 * @param terminal whether a human is watching standard error
 * @param stopRequested whether the command was asked to end, by SIGINT or SIGTERM
 */
record Surroundings(
        InputStream in,
        OutputStream out,
        PrintStream err,
        boolean terminal,
        BooleanSupplier stopRequested) {}
