/**
 * The same traffic gives the same lines however it was wrapped: golden captures put into every link
 * layer and tunnel, and real captures of tunnels counted by tshark.
 */
@NullMarked
package tcprt.pcaps.wrapped;

import org.jspecify.annotations.NullMarked;
