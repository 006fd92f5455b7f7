package tcprt.capture.live;

/**
 * How well the capture on one interface keeps up.
 *
 * @param name of the interface
 * @param received frames that passed the filter, those dropped by the kernel included
 * @param kernelDrops frames for which the ring buffer had no room
 * @param interfaceDrops frames that the adapter or its driver lost
 */
public record InterfaceHealth(String name, long received, long kernelDrops, long interfaceDrops) {
    /** Frames that were lost, wherever. */
    public long drops() {
        return kernelDrops + interfaceDrops;
    }
}
