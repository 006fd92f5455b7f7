/**
 * Captures that other projects published, and what tshark and tcptrace say of them: an opinion on
 * our numbers that is not ours.
 *
 * <p>The captures are not part of this repository. {@code catalogue.tsv} and {@code truth/} beside
 * them say what they hold; the tests are skipped, visibly, where they are absent.
 */
@NullMarked
package tcprt.pcaps.publiccaptures;

import org.jspecify.annotations.NullMarked;
