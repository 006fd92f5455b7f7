/**
 * Frames from network interfaces, through libpcap.
 *
 * <p>The package's one idea: {@link tcprt.capture.live.LiveSource} is a {@link
 * tcprt.capture.FrameSource} like any other, polled by one thread that never blocks in it. libpcap
 * does what differs between kernels; its handle is switched to non-blocking, and waiting is poll(2)
 * on its descriptor, so an idle link costs nothing and a stop is noticed at once.
 *
 * <p>{@code PcapLibrary} binds the library's functions, {@code PcapHandle} is one open capture,
 * {@code LiveInterface} one interface through its ups and downs, {@code LiveSource} all of them in
 * the order of time. {@link tcprt.capture.live.KernelFilter} says what the kernel need not hand
 * over at all. Another engine than libpcap would be another {@code FrameSource} beside {@code
 * LiveSource}.
 */
@NullMarked
package tcprt.capture.live;

import org.jspecify.annotations.NullMarked;
