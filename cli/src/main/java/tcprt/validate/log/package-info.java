/**
 * Reading what a kernel wrote: {@code rt-network-log} and {@code rt-network-stats}, as they are
 * found in the field. The package's one idea is that a log is evidence which may be damaged: a line
 * that cannot be read is counted and its place remembered, and never ends the reading.
 */
@NullMarked
package tcprt.validate.log;

import org.jspecify.annotations.NullMarked;
