/**
 * What a validation found, for a human at a terminal, for a program, and as a page to send around.
 * The package's one idea is that all three tell the same: counts first, then each field, then
 * causes, then the records to look at.
 */
@NullMarked
package tcprt.validate.report;

import org.jspecify.annotations.NullMarked;
