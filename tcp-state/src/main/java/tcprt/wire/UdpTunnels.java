package tcprt.wire;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A UDP header with the header of the tunnel that its destination port names (RFC 768).
 *
 * <pre>
 *   0         2         4         6         8
 *  +---------+---------+---------+---------+----------
 *  | Source  |  Dest.  | Length  |Checksum | the tunnel's header
 *  +---------+---------+---------+---------+----------
 * </pre>
 *
 * A datagram to another port, or one whose first bytes are not that tunnel's, is {@link
 * Defect#NOT_TCP}. To add a tunnel, write its {@link TunnelView} and name it in {@link #viewOf}.
 */
final class UdpTunnels implements TunnelView {
    static final int GENEVE_PORT = 6081;
    static final int GTP_USER_PORT = 2152;
    static final int TZSP_PORT = 37008;

    static final int HEADER_LENGTH = 8;
    private static final int DESTINATION_PORT = 2;

    private final int[] vxlanPorts;
    private final TunnelView vxlan = new VxlanView();
    private final TunnelView geneve = new GeneveView();
    private final TunnelView gtp = new GtpView();
    private final TunnelView tzsp = new TzspView();
    private final TunnelView none = new None();

    private TunnelView tunnel = none;

    /** Looks for VXLAN on these ports, and for the others on their own. */
    UdpTunnels(List<Integer> vxlanPorts) {
        this.vxlanPorts = vxlanPorts.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
        if (capturedLength < HEADER_LENGTH) {
            return Defect.TUNNEL_TRUNCATED;
        }
        tunnel = viewOf(destinationPort(buffer, offset));
        return tunnel.wrap(buffer, offset + HEADER_LENGTH, capturedLength - HEADER_LENGTH);
    }

    /** Whether a UDP header names the port of a tunnel. */
    boolean mayBeOne(ByteBuffer buffer, int offset) {
        return viewOf(destinationPort(buffer, offset)) != none;
    }

    private static int destinationPort(ByteBuffer buffer, int offset) {
        return buffer.getShort(offset + DESTINATION_PORT) & 0xffff;
    }

    private TunnelView viewOf(int port) {
        for (int vxlanPort : vxlanPorts) {
            if (port == vxlanPort) {
                return vxlan;
            }
        }
        return switch (port) {
            case GENEVE_PORT -> geneve;
            case GTP_USER_PORT -> gtp;
            case TZSP_PORT -> tzsp;
            default -> none;
        };
    }

    @Override
    public int etherType() {
        return tunnel.etherType();
    }

    @Override
    public int payloadOffset() {
        return tunnel.payloadOffset();
    }

    @Override
    public int identifier() {
        return tunnel.identifier();
    }

    private static final class None implements TunnelView {
        @Override
        public Defect wrap(ByteBuffer buffer, int offset, int capturedLength) {
            return Defect.NOT_TCP;
        }

        @Override
        public int etherType() {
            return EtherType.OTHER;
        }

        @Override
        public int payloadOffset() {
            return 0;
        }

        @Override
        public int identifier() {
            return NO_IDENTIFIER;
        }
    }
}
