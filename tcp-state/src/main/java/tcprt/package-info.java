/**
 * One shard of the tracer: frames in, records out. The only package of tcp-state that the command
 * constructs from.
 */
@NullMarked
package tcprt;

import org.jspecify.annotations.NullMarked;
