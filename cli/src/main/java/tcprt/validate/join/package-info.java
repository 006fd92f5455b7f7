/**
 * Which of our records speaks of which of the kernel's. The package's one idea is that time
 * decides, once both clocks are one: both sides are sorted by the start of the task, on disk, and
 * walked through side by side, so that only a few seconds of records are in memory however many
 * there are.
 */
@NullMarked
package tcprt.validate.join;

import org.jspecify.annotations.NullMarked;
