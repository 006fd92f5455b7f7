package tcprt.cli;

import tcprt.TracerCounters;

/**
 * What a run read and wrote, as the closing summaries tell it.
 *
 * @param records written
 * @param counters of all shards
 * @param durationNs from the first frame to the last, nanoseconds
 * @param framesDropped frames that the capture itself says it lost
 */
record RunTotals(
        RecordCounts records, TracerCounters counters, long durationNs, long framesDropped) {}
