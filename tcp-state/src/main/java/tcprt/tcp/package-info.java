/**
 * The traced host's socket, inferred from its packets.
 *
 * <p>Reading order: {@link tcprt.tcp.Segment} (what one segment says), {@link tcprt.tcp.HostOrder}
 * (when the host processed it), {@link tcprt.tcp.Tcb} (what that did to the socket), {@link
 * tcprt.tcp.TcpRtHooks} (what the socket tells the tracer). The package's one idea: reproduce just
 * enough of the kernel's {@code tcp_sock} for TCP-RT's five hooks to see the values that they see
 * there. It deliberately knows nothing of tasks, records, addresses, files or threads.
 */
@NullMarked
package tcprt.tcp;

import org.jspecify.annotations.NullMarked;
