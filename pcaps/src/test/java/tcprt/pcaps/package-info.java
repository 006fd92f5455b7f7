/**
 * The executable specification: packet scripts, the frames they stand for, and the lines a tracer
 * must write for them.
 *
 * <p>The package's one idea: a script is read once into a {@link tcprt.pcaps.PacketScript} and then
 * run in several ways, in memory or as a capture file through the command. It may use every other
 * module; nothing uses it. It deliberately has no opinion of its own about what a line should be:
 * expected lines are only ever read, never computed.
 */
@NullMarked
package tcprt.pcaps;

import org.jspecify.annotations.NullMarked;
