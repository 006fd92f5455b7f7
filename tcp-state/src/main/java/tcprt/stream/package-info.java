/**
 * The data of a connection as its ends read it: every byte once and in sequence order, whatever the
 * network made of the segments.
 *
 * <p>Only connections on ports in http or https mode have this room; it stands before {@link
 * tcprt.tcp.HostOrder}, at the tap, because payload is there only while its frame is. What the
 * parser found travels on with the segment. Absent: time, stages, and what bytes mean.
 */
@NullMarked
package tcprt.stream;

import org.jspecify.annotations.NullMarked;
