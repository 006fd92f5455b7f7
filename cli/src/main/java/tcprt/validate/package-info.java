/**
 * Validation: a kernel's output held against a capture of the same traffic. The package's one idea
 * is that neither side is the truth: both are read with suspicion, and what they disagree on is
 * explained as far as it can be proven.
 *
 * <p>It knows records and lines, and deliberately no packets: whoever replays the capture hands
 * over records ({@link tcprt.validate.CaptureReplay}).
 */
@NullMarked
package tcprt.validate;

import org.jspecify.annotations.NullMarked;
