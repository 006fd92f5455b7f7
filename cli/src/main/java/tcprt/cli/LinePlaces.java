package tcprt.cli;

import java.io.IOException;
import tcprt.emit.LineTarget;

/** Where the lines and rows of a run go. Nothing is made before it is opened. */
interface LinePlaces {
    /**
     * Makes room, once, before anything is opened.
     *
     * @throws IOException if that cannot be done; the message is complete
     */
    void prepare() throws IOException;

    /**
     * Opens the log of a shard; owned by the caller.
     *
     * @param size of a ring, where there is one
     */
    LineTarget openLog(int shard, BufferSize size) throws IOException;

    /** Whether there is a place for statistics. */
    boolean hasPlaceForStats();

    /** Whether that place was named on its own. */
    boolean hasStatsFile();

    /** Opens the statistics, if they have a place; owned by the caller. */
    LineTarget openStats(BufferSize size) throws IOException;

    /** The place in a few words. */
    String describe(int shards);
}
