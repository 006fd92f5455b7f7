package tcprt.validate.join;

import tcprt.validate.record.Entry;

/**
 * A record of the kernel and ours of the same task.
 *
 * @param how they were recognised
 * @param numberShift by how much the kernel's task numbers are ahead on this connection
 * @param capturedWithHoles whether the capture misses bytes of the connection, here or before
 */
public record Pairing(
        Entry kernel, Entry ours, How how, long numberShift, boolean capturedWithHoles) {
    /** What tells that two records are of the same task. */
    public enum How {
        /** Connection, type, start and number. */
        SAME,
        /** Connection, type and start; the number is another. */
        OTHER_NUMBER,
        /** Connection, type and number; the start is far off. */
        OTHER_START,
        /** Connection, start and number; the type is another. */
        OTHER_TYPE,
        /** Start, number and what is left of the kernel's cleared addresses. */
        CLEARED_ADDRESS
    }
}
