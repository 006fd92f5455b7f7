/**
 * Headers seen in place: link layers, IPv4, IPv6 and TCP as views over a frame's bytes, and why a
 * frame was set aside.
 *
 * <p>The package's one idea: a view is wrapped over bytes, answers {@link tcprt.wire.Defect#NONE}
 * or a reason, and after NONE no accessor fails. It deliberately knows nothing of connections,
 * files or time.
 */
@NullMarked
package tcprt.wire;

import org.jspecify.annotations.NullMarked;
