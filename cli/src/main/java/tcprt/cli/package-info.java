/**
 * The {@code tcprt} command: options, {@code tcprt.yaml}, threads, signals, messages.
 *
 * <p>The package's one idea is to join what does not know each other: a capture's frames go to the
 * tracer, its records to the output. It deliberately knows nothing of packet bytes, sequence
 * numbers or lines.
 */
@NullMarked
package tcprt.cli;

import org.jspecify.annotations.NullMarked;
