package tcprt;

import java.util.List;
import tcprt.wire.PacketView;

/**
 * What a {@link FrameReader} needs to know. Immutable.
 *
 * @param vxlanPorts UDP ports to which VXLAN is sent, 1..65535; empty if VXLAN is not to be looked
 *     for
 * @param byVni whether equal addresses in tunnels of different numbers are different hosts
 * @param fragmentLimit IP packets whose fragments are waited for at once, 1..4096; past it the
 *     oldest is given up, counted
 */
public record FrameSettings(List<Integer> vxlanPorts, boolean byVni, int fragmentLimit) {
    private static final int MAX_PORT = 65535;
    private static final int MAX_FRAGMENT_LIMIT = 4096;

    public FrameSettings {
        vxlanPorts = List.copyOf(vxlanPorts);
        for (int port : vxlanPorts) {
            if (port < 1 || port > MAX_PORT) {
                throw new IllegalArgumentException(
                        "vxlanPorts has " + port + "; a port is 1 to " + MAX_PORT);
            }
        }
        if (fragmentLimit < 1 || fragmentLimit > MAX_FRAGMENT_LIMIT) {
            throw new IllegalArgumentException(
                    "fragmentLimit is "
                            + fragmentLimit
                            + "; allowed are 1 to "
                            + MAX_FRAGMENT_LIMIT);
        }
    }

    /** The default of everything. */
    public static FrameSettings defaults() {
        return new FrameSettings(List.of(PacketView.DEFAULT_VXLAN_PORT), false, 1024);
    }
}
