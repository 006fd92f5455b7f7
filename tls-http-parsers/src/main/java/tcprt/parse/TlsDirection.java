package tcprt.parse;

import org.jspecify.annotations.Nullable;
import tcprt.task.Effects;

/** One direction of a connection on a port in https mode. */
final class TlsDirection {
    final boolean fromHost;
    final RecordReader record = new RecordReader();

    /** The hello that the present record's body is part of; null if nothing in it matters. */
    @Nullable HelloReader hello;

    /** The last record was perhaps an alert, or the next one is, of which there is little yet. */
    boolean alertPending;

    /** It is not known where the next record begins. */
    boolean lost;

    /** The other side has spoken since it was lost: a segment may begin with a record. */
    boolean mayResume;

    private long segmentEffects;

    TlsDirection(boolean fromHost) {
        this.fromHost = fromHost;
    }

    /** Expects a record. */
    void reset() {
        record.reset();
        hello = null;
        alertPending = false;
        lost = false;
    }

    /** Keeps of a record's effects those of every segment that holds some of its body. */
    void keepSegmentEffects(long effects) {
        segmentEffects = effects & (Effects.TASK_DATA | Effects.SAME_TASK);
    }

    long segmentEffects() {
        return segmentEffects;
    }
}
