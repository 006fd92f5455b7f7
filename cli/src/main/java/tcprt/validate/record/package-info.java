/**
 * One record, whoever wrote it: the kernel's line and ours in the same shape, so that they can be
 * laid beside each other, kept in a file by the million, and shown as the line they were.
 */
@NullMarked
package tcprt.validate.record;

import org.jspecify.annotations.NullMarked;
