/**
 * {@code tcprt run} on real interfaces: veth pairs between network namespaces that each test makes
 * and removes, real servers and clients, tcpdump beside us on the same interface.
 *
 * <p>Needs root, iproute2 and the servers; what is missing skips its tests visibly.
 */
@NullMarked
package tcprt.pcaps.live;

import org.jspecify.annotations.NullMarked;
