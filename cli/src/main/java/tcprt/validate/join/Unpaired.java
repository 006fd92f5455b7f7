package tcprt.validate.join;

import org.jspecify.annotations.Nullable;
import tcprt.validate.record.Entry;

/**
 * A record that the other side does not have.
 *
 * @param before the other side's last record of the connection up to then; null if none is near
 * @param after the other side's next one; null if there is none
 */
public record Unpaired(Entry entry, @Nullable Entry before, @Nullable Entry after) {}
