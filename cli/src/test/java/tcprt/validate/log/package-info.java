/** Tests of reading what a kernel wrote. */
@NullMarked
package tcprt.validate.log;

import org.jspecify.annotations.NullMarked;
