/**
 * Places frames come from: capture files and streams, whatever their format or compression.
 *
 * <p>The package's one idea is {@link tcprt.capture.FrameSource}: polled, single-threaded, lending
 * bytes. It knows time stamps and link types; it deliberately knows nothing of TCP, flows or tasks.
 *
 * <p>A file's bytes come as a channel ({@code StoredBytes}, perhaps through {@code GzipChannel} or
 * one of its sisters) into a {@code ReadBuffer}; a {@code FileFormat} finds the frames in it;
 * {@code FileSource} hands them over, {@code MergedSource} those of several files in time order.
 * {@link tcprt.capture.Sources} has the table of formats and opens names.
 */
@NullMarked
package tcprt.capture;

import org.jspecify.annotations.NullMarked;
