/**
 * A directory in which other programs find what this one makes: a relay ring as a file that is
 * consumed by reading, a setting as a file that can be read and written, as debugfs and sysfs show
 * those of a kernel module.
 *
 * <p>The package's one idea is that a file is an object that is asked for bytes when somebody
 * reads: nothing is stored. It deliberately knows nothing of records and of what a setting means.
 * Only {@link tcprt.fuse.MountedDirectory} knows that libfuse does the mounting.
 */
@NullMarked
package tcprt.fuse;

import org.jspecify.annotations.NullMarked;
