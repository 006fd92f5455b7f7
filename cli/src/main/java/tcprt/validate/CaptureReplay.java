package tcprt.validate;

import java.io.IOException;
import tcprt.validate.judge.Facts;
import tcprt.validate.record.Entry;

/** Replays the captures of a validation. */
@FunctionalInterface
public interface CaptureReplay {
    /** Takes our records. */
    @FunctionalInterface
    interface Handler {
        /**
         * A record, as soon as it is written.
         *
         * @param entry lent for the duration of the call
         */
        void onEntry(Entry entry) throws IOException;
    }

    /**
     * Replays everything.
     *
     * @return what was noticed on the way
     * @throws IOException if a capture cannot be read; the message is complete
     */
    Facts.Capture run(Handler handler) throws IOException;
}
