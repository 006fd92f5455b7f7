/**
 * What HTTP and TLS mark on a task: {@code Expect: 100-continue}, handshakes, early data,
 * close_notify.
 *
 * <p>The package's one idea is that a parser is a few words of state which every byte, or every
 * stretch of skipped bytes, moves on: no byte is kept, so any split of the stream gives the same
 * effects. It deliberately knows nothing of sequence numbers, of stages, or of time.
 */
@NullMarked
package tcprt.parse;

import org.jspecify.annotations.NullMarked;
