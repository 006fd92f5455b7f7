/**
 * What a program that runs for months has around it: a socket on which it is asked and told, a file
 * that is looked at for changes, and a word to the service manager.
 *
 * <p>The package's one idea is that all of it could serve another program: it deliberately knows
 * nothing of tracing, of settings and of what a command means.
 */
@NullMarked
package tcprt.service;

import org.jspecify.annotations.NullMarked;
