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

    PcapngInterface(int number, int linkType, long snapLength) {
        this.number = number;
        this.linkType = linkType;
        this.snapLength = snapLength;
    }
}
