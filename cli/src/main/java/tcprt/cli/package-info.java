/** See the module's main classes. */
@NullMarked
package tcprt.cli;

import org.jspecify.annotations.NullMarked;
