package tcprt.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * What the command has around it, so that tests can put themselves in its place.
 *
 * @param in standard input
 * @param out standard output, not buffered; lines only
 * @param err standard error, for everything said to a human
 * @param terminal whether a human is watching standard error
 * @param stop how the command is asked to end
 */
record Surroundings(
        InputStream in, OutputStream out, PrintStream err, boolean terminal, Stop stop) {}
