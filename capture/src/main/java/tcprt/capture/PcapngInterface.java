package tcprt.capture;

/** What an Interface Description Block says about one interface of a pcapng section. */
final class PcapngInterface {
    /** Number of the interface within the file: sections go on counting. */
    final int number;

    /** LINKTYPE_ value of its frames. */
    final int linkType;

    /** Most bytes kept of a frame, u32; 0 is no limit. */
    final long snapLength;

    /** How its frames' times count. */
    TimeScale timeScale = TimeScale.MICROS;

    /** isb_ifdrop of the latest statistics, as a count that never goes below 0. */
    long droppedByInterface;

    /** isb_osdrop of the latest statistics, likewise. */
    long droppedBySystem;

    /** What its packets said was lost before each of them, likewise. */
    private long droppedBeforePackets;

    PcapngInterface(int number, int linkType, long snapLength) {
        this.number = number;
        this.linkType = linkType;
        this.snapLength = snapLength;
    }

    /**
     * Counts what a packet says was lost since the packet before.
     *
     * @param count u64
     */
    void addDroppedBeforePacket(long count) {
        droppedBeforePackets = saturated(droppedBeforePackets + saturated(count));
    }

    /**
     * Frames lost. Statistics and packets tell of the same losses, so the larger count is taken and
     * nothing counts twice: without statistics, or when they were written too early, the packets
     * know more; what was lost behind the last packet only statistics know.
     */
    long dropped() {
        return Math.max(saturated(droppedByInterface + droppedBySystem), droppedBeforePackets);
    }

    /** A count that overflowed, or a u64 too large to be one. */
    static long saturated(long count) {
        return count < 0 ? Long.MAX_VALUE : count;
    }
}
