/**
 * What TCP-RT writes: records as V6 lines, statistics as rows, and the places lines go.
 *
 * <p>The package's one idea is that a line is bytes from the start: digits are written straight
 * into an array, which is lent to a {@link tcprt.emit.LineTarget}. It deliberately knows nothing of
 * packets, of threads, or of how a number came about.
 */
@NullMarked
package tcprt.emit;

import org.jspecify.annotations.NullMarked;
