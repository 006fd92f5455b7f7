package tcprt;

import tcprt.wire.Defect;

/**
 * What one {@link Tracer} saw, counted. Written by the tracer's thread only; sums of several shards
 * by {@link #add}.
 */
public final class TracerCounters {
    /** Frames handed in. */
    public long frames;

    /** Frames that carried a TCP segment which could be read. */
    public long tcpSegments;

    /** Frames that carried a fragment of an IP packet, and not the one that made it whole. */
    public long fragments;

    /** IP packets that were put together from fragments. */
    public long reassembledPackets;

    /** TCP segments of traced connections. */
    public long tracedSegments;

    /** Connections that were traced, local and peer ends counted apart. */
    public long tracedFlows;

    /** Traced connections whose SYNs were not captured. */
    public long midStreamFlows;

    /** Records emitted. */
    public long records;

    /** Connections dropped because the connection limit was reached; their records were lost. */
    public long evictedConnections;

    /**
     * Times that a connection could not remember one more range or transmission because the segment
     * limit was reached; reorder marks and RTT may suffer.
     */
    public long queuesCutShort;

    /**
     * Bytes of traced connections that an ACK proves were sent but that the capture does not hold.
     */
    public long holeBytes;

    /** Holes those bytes were in. */
    public long holes;

    /**
     * Bytes by which the sequence numbers of traced connections moved, both ways, holes included:
     * what a perfect capture would hold at least once.
     */
    public long sequenceBytes;

    /** Traced connections of which the capture holds one direction only. */
    public long oneWayFlows;

    /** Connections whose data was parsed: those of ports in http or https mode. */
    public long parsedFlows;

    /** Times that a parser lost its place and gave up letters until the next task. */
    public long parsersLost;

    /**
     * Times that a gap in a connection's data was given up because the payload limit left no room
     * for what came after it.
     */
    public long payloadLimitHits;

    /**
     * Segments with data whose connection was not traced because its SYNs were not captured, or
     * were captured before its port was traced.
     */
    public long refusedSegments;

    /** Frames of which fewer bytes were captured than were on the wire. */
    public long truncatedFrames;

    /**
     * Traced flows that were still open when the capture ended; as in the kernel they have no end
     * record.
     */
    public long openFlows;

    /** Frames whose time was before that of the frame before. */
    public long timeWentBackwards;

    /** Frames captured twice, told by their IP identification, and dropped. */
    public long duplicatesById;

    /** Frames captured twice at two places (TTL, VLAN, interface), and dropped. */
    public long duplicatesByPath;

    /** Frames captured twice without any difference, and dropped. */
    public long duplicatesAllEqual;

    /** Segments that were captured before something sent before them, and put behind it. */
    public long putInOrder;

    /** Connections that were found to need that. */
    public long outOfStep;

    private final long[] defects = new long[Defect.values().length];
    private final long[] defectFirstFrame = new long[Defect.values().length];
    private final long[] defectFirstTimeNs = new long[Defect.values().length];

    /** Counts a frame that was set aside. */
    public void countDefect(Defect defect, long timeNs) {
        int index = defect.ordinal();
        if (defects[index]++ == 0) {
            defectFirstFrame[index] = frames;
            defectFirstTimeNs[index] = timeNs;
        }
    }

    /**
     * How much of the traced connections' data the capture lost, estimated: {@link #holeBytes} of
     * {@link #sequenceBytes}. Bytes that were sent again and seen once are not lost, and of lost
     * frames without data nothing is known.
     *
     * @return per mille
     */
    public double lossPerMille() {
        return sequenceBytes == 0 ? 0 : 1000.0 * holeBytes / sequenceBytes;
    }

    /** Sets what is counted elsewhere: how many frames were set aside, and which was the first. */
    void setDefect(Defect defect, long count, long firstFrame, long firstTimeNs) {
        defects[defect.ordinal()] = count;
        defectFirstFrame[defect.ordinal()] = firstFrame;
        defectFirstTimeNs[defect.ordinal()] = firstTimeNs;
    }

    /** Frames set aside for this reason. */
    public long defects(Defect defect) {
        return defects[defect.ordinal()];
    }

    /** Number of the first frame with this defect, from 1, as counted by this tracer. */
    public long firstFrame(Defect defect) {
        return defectFirstFrame[defect.ordinal()];
    }

    /** Capture time of the first frame with this defect, nanoseconds since 1970-01-01 UTC. */
    public long firstTimeNs(Defect defect) {
        return defectFirstTimeNs[defect.ordinal()];
    }

    /** Adds what another shard saw; of two first frames the earlier one is kept. */
    public void add(TracerCounters other) {
        frames += other.frames;
        tcpSegments += other.tcpSegments;
        fragments += other.fragments;
        reassembledPackets += other.reassembledPackets;
        tracedSegments += other.tracedSegments;
        tracedFlows += other.tracedFlows;
        midStreamFlows += other.midStreamFlows;
        records += other.records;
        evictedConnections += other.evictedConnections;
        holeBytes += other.holeBytes;
        queuesCutShort += other.queuesCutShort;
        holes += other.holes;
        sequenceBytes += other.sequenceBytes;
        oneWayFlows += other.oneWayFlows;
        parsedFlows += other.parsedFlows;
        parsersLost += other.parsersLost;
        payloadLimitHits += other.payloadLimitHits;
        refusedSegments += other.refusedSegments;
        truncatedFrames += other.truncatedFrames;
        openFlows += other.openFlows;
        timeWentBackwards += other.timeWentBackwards;
        putInOrder += other.putInOrder;
        outOfStep += other.outOfStep;
        duplicatesById += other.duplicatesById;
        duplicatesByPath += other.duplicatesByPath;
        duplicatesAllEqual += other.duplicatesAllEqual;
        for (Defect defect : Defect.values()) {
            int index = defect.ordinal();
            if (other.defects[index] > 0
                    && (defects[index] == 0
                            || other.defectFirstTimeNs[index] < defectFirstTimeNs[index])) {
                defectFirstFrame[index] = other.defectFirstFrame[index];
                defectFirstTimeNs[index] = other.defectFirstTimeNs[index];
            }
            defects[index] += other.defects[index];
        }
    }
}
