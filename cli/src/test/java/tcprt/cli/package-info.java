@NullMarked
package tcprt.cli;

import org.jspecify.annotations.NullMarked;
