/** See the module's main classes. */
@NullMarked
package tcprt.emit;

import org.jspecify.annotations.NullMarked;
