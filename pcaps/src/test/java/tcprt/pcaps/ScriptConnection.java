package tcprt.pcaps;

import tcprt.flow.PortRules;

/**
 * One {@code trace} line: a connection and what its relative sequence numbers are relative to.
 *
 * @param name how packet lines refer to it; empty if the script has only this one
 * @param local the traced host's end
 * @param localIsn sequence number of the local end's SYN
 * @param remote the other end
 * @param remoteIsn sequence number of the remote end's SYN
 * @param isnsFixed whether the script chose the sequence numbers, because its lines depend on them
 * @param as {@link PortRules.Match#LOCAL} or {@link PortRules.Match#PEER}
 * @param timestamps whether every segment carries a timestamp option with values of the script's
 *     clock
 * @param mode what is recognised in the data, a mode of the command
 */
record ScriptConnection(
        String name,
        Endpoint local,
        int localIsn,
        Endpoint remote,
        int remoteIsn,
        boolean isnsFixed,
        PortRules.Match as,
        boolean timestamps,
        String mode) {

    /** What a script that does not care starts the local end with. */
    static final int DEFAULT_LOCAL_ISN = 1000;

    /** What a script that does not care starts the remote end with. */
    static final int DEFAULT_REMOTE_ISN = 5000;

    /** The same connection with other sequence numbers. */
    ScriptConnection withIsns(int local, int remote) {
        return new ScriptConnection(
                name, this.local, local, this.remote, remote, isnsFixed, as, timestamps, mode);
    }

    /** Whether the other connection has the same two ends the other way round. */
    boolean isMirrorOf(ScriptConnection other) {
        return local.equals(other.remote) && remote.equals(other.local);
    }
}
