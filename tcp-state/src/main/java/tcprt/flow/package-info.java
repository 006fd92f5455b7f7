/**
 * Which packets belong together and which end of them is traced.
 *
 * <p>The package's one idea: a 4-tuple leads to a connection, whose one or two flows are the traced
 * ends. It deliberately knows nothing of files, threads or text.
 */
@NullMarked
package tcprt.flow;

import org.jspecify.annotations.NullMarked;
