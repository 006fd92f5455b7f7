/**
 * One JMH benchmark per stage of a frame's way: read, decode, lookup, task, format; and one for
 * frames that end before the lookup.
 *
 * <p>The package's one idea is that a benchmark makes its own traffic, from a seed, so that two
 * runs anywhere do the same work. Real captures and other programs are left to {@code
 * whole-program.sh}.
 */
@NullMarked
package tcprt.bench;

import org.jspecify.annotations.NullMarked;
