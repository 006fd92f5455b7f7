/**
 * Places frames come from: capture files and streams, whatever their format or compression.
 *
 * <p>The package's one idea is {@link tcprt.capture.FrameSource}: polled, single-threaded, lending
 * bytes. It knows time stamps and link types; it deliberately knows nothing of TCP, flows or tasks.
 */
@NullMarked
package tcprt.capture;

import org.jspecify.annotations.NullMarked;
