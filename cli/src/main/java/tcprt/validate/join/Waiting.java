package tcprt.validate.join;

import org.jspecify.annotations.Nullable;
import tcprt.validate.record.Entry;

/** An entry on its way through the {@link Joiner}. */
final class Waiting {
    final Entry entry;
    final Conversation conversation;

    /** Whether it was paired or given up. */
    boolean done;

    /** The other side's records around it, noted while they pass. */
    @Nullable Entry before;

    @Nullable Entry after;

    Waiting(Entry entry, Conversation conversation) {
        this.entry = entry;
        this.conversation = conversation;
    }

    long at() {
        return entry.alignedMicros;
    }
}
