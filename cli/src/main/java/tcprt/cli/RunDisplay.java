package tcprt.cli;

import java.util.List;

/** What a human is shown while a run goes on. */
interface RunDisplay {
    /** Called now and then, on the thread that polls. */
    void show(long frames, List<? extends Shard> shards);

    /** The run is over: takes away what was only meant for the moment. */
    void clear();
}
