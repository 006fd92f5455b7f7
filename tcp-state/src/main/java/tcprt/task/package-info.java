/**
 * TCP-RT's own state machine: what a request, a response and a task are, and when a record is due.
 *
 * <p>The package's one idea is the five hooks the kernel calls. It knows stages and times; it
 * deliberately knows nothing of headers, sequence inference, files or text.
 */
@NullMarked
package tcprt.task;

import org.jspecify.annotations.NullMarked;
