/**
 * What differs between the kernel's records and ours, by how much, and why. The package's one idea
 * is that a cause is named only where something proves it: a mark on our own record, a second field
 * that moved with the first, a number the kernel itself skipped. What nothing proves is unknown,
 * and that is what the reader should look at.
 */
@NullMarked
package tcprt.validate.judge;

import org.jspecify.annotations.NullMarked;
