package tcprt.pcaps.wrapped;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The middle of a frame while it is being wrapped, from the inside out. */
final class Layer {
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86dd;
    static final int VLAN = 0x8100;
    static final int PROVIDER_VLAN = 0x88a8;
    static final int OLD_PROVIDER_VLAN = 0x9100;
    static final int MPLS = 0x8847;
    static final int PPPOE = 0x8864;
    static final int PPP = 0x880b;

    /** Transparent Ethernet bridging: it begins with MAC addresses. */
    static final int ETHERNET = 0x6558;

    /** The frame is done: it begins with what its link type says. */
    static final int DONE = -1;

    private final int etherType;
    private final byte[] captured;
    private final int wireLength;

    /**
     * Keeps bytes.
     *
     * @param etherType what they are: {@link #IPV4}, {@link #IPV6}, {@link #ETHERNET}, ...
     * @param captured as many as were captured; owned from here on
     */
    Layer(int etherType, byte[] captured, int wireLength) {
        this.etherType = etherType;
        this.captured = captured;
        this.wireLength = wireLength;
    }

    int etherType() {
        return etherType;
    }

    /** Not to be changed. */
    byte[] captured() {
        return captured;
    }

    int wireLength() {
        return wireLength;
    }

    /** Puts a header before it. */
    Layer behind(String header, int newEtherType) {
        byte[] bytes = HexFormat.of().parseHex(header.replace(" ", ""));
        ByteBuffer wrapped = ByteBuffer.allocate(bytes.length + captured.length);
        wrapped.put(bytes).put(captured);
        return new Layer(newEtherType, wrapped.array(), bytes.length + wireLength);
    }

    boolean isIpv6() {
        return etherType == IPV6;
    }
}
