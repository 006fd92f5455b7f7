package tcprt.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tcprt.wire.Frames.ETHERNET_IPV4;
import static tcprt.wire.Frames.ETHERNET_IPV6;
import static tcprt.wire.Frames.IPV4;
import static tcprt.wire.Frames.IPV6;
import static tcprt.wire.Frames.PURE_ACK;
import static tcprt.wire.Frames.SEGMENT;
import static tcprt.wire.Frames.ipv6;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketViewTest {
    private static final String ADDRESSES_IPV4 = "c0000201 c6336401 ";

    private final PacketView view = new PacketView();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // bits 0..3 version, 4..7 IHL; bytes 2-3 total length, 6-7 flags and offset, 9 protocol
        "UDP,                        NOT_TCP,               45000039 12344000 40110000",
        // It may hold a tunnel; the parts behind the first do not say.
        "a fragment of UDP,          IP_FRAGMENT,           45000039 12342000 40110000",
        "a fragment of GRE,          IP_FRAGMENT,           45000039 12340010 402f0000",
        "a fragment of ICMP,         NOT_TCP,               45000039 12342000 40010000",
        "the first fragment,         IP_FRAGMENT,           45000039 12342000 40060000",
        "a fragment in the middle,   IP_FRAGMENT,           45000039 12342010 40060000",
        "the last fragment,          IP_FRAGMENT,           45000039 12340010 40060000",
        "an IPv6 header,             IP_VERSION,            65000039 12344000 40060000",
        "IHL 4,                      IPV4_HEADER_LENGTH,    44000039 12344000 40060000",
        "total length 19,            IPV4_TOTAL_LENGTH,     45000013 12344000 40060000",
        "options beyond the length,  IPV4_TOTAL_LENGTH,     46000017 12344000 40060000",
        "no room for a TCP header,   TCP_HEADER_TRUNCATED,  45000027 12344000 40060000",
        "no room for TCP's options,  TCP_DATA_OFFSET,       45000033 12344000 40060000",
        "the reserved flag,          NONE,                  45000039 12348000 40060000",
    })
    void ipv4HeaderWith(String name, Defect expected, String firstTwelveBytes) {
        wrap(expected, ETHERNET_IPV4 + firstTwelveBytes + ADDRESSES_IPV4 + SEGMENT);
    }

    @Test
    void ipv4OptionsAreNotTheSegment() {
        wrap(
                Defect.NONE,
                ETHERNET_IPV4
                        + "48000041 12344000 40060000 c0000201 c6336401"
                        + "94040000 01010101 00000000"
                        + PURE_ACK
                        + "6865 6c6c 6f61 6263 6465 6667 68");

        assertEquals(40000, view.tcp().sourcePort());
        assertEquals(13, view.tcp().payloadLength());
        assertEquals(13, view.tcp().capturedPayloadLength());
        assertEquals(14 + 32 + 20, view.tcp().payloadOffset());
    }

    @Test
    void sixtyBytesOfIpv4HeaderAreRead() {
        wrap(
                Defect.NONE,
                ETHERNET_IPV4
                        + "4f000050 12344000 40060000 c0000201 c6336401"
                        + "01".repeat(40)
                        + PURE_ACK);

        assertEquals(0x3ade68b7, view.tcp().seq());
        assertEquals(0, view.tcp().payloadLength());
    }

    @Test
    void ethernetPaddingIsNotPayload() {
        wrap(
                Defect.NONE,
                ETHERNET_IPV4
                        + "45000028 12344000 40060000"
                        + ADDRESSES_IPV4
                        + PURE_ACK
                        + "ffffffffffff");

        assertEquals(0, view.tcp().payloadLength());
        assertEquals(0, view.tcp().capturedPayloadLength());
        assertEquals(0, view.tcp().segLen());
    }

    @Test
    void paddingIsNotPayloadBehindIpv6Either() {
        wrap(Defect.NONE, ETHERNET_IPV6 + ipv6(20, 6) + PURE_ACK + "ffffffff");

        assertEquals(0, view.tcp().payloadLength());
        assertEquals(0, view.tcp().capturedPayloadLength());
    }

    @Test
    void ipv4TotalLengthZeroMeansTheWireLength() {
        byte[] frame =
                Frames.parse(
                        ETHERNET_IPV4 + "45000000 12344000 40060000" + ADDRESSES_IPV4 + SEGMENT);

        assertEquals(Defect.NONE, wrap(frame, frame.length, 14 + 20 + 32 + 70000));
        assertEquals(70000, view.tcp().payloadLength());
        assertEquals(5, view.tcp().capturedPayloadLength());
    }

    @Test
    void jumbogramTakesTheWireLength() {
        // RFC 2675: hop-by-hop option 0xc2, four bytes of length
        byte[] frame = Frames.parse(ETHERNET_IPV6 + ipv6(0, 0) + "06 00 c204 00011198" + SEGMENT);

        assertEquals(Defect.NONE, wrap(frame, frame.length, 14 + 40 + 8 + 32 + 70000));
        assertEquals(70000, view.tcp().payloadLength());
        assertEquals(5, view.tcp().capturedPayloadLength());
    }

    @Test
    void ipv6PayloadLengthZeroWithoutTheJumboOptionTakesTheWireLengthToo() {
        byte[] frame = Frames.parse(ETHERNET_IPV6 + ipv6(0, 6) + SEGMENT);

        assertEquals(Defect.NONE, wrap(frame, frame.length, 14 + 40 + 32 + 70000));
        assertEquals(70000, view.tcp().payloadLength());
    }

    @Test
    void snapLengthCutsThePayloadThatIsPresentOnly() {
        byte[] frame = Frames.parse(ETHERNET_IPV4 + IPV4 + SEGMENT);

        assertEquals(Defect.NONE, wrap(frame, frame.length - 3, frame.length));
        assertEquals(5, view.tcp().payloadLength());
        assertEquals(2, view.tcp().capturedPayloadLength());
        assertEquals(5, view.tcp().segLen());
    }

    @Test
    void aForgottenWireLengthDoesNotShortenThePayload() {
        byte[] frame = Frames.parse(ETHERNET_IPV4 + IPV4 + SEGMENT);

        assertEquals(Defect.NONE, wrap(frame, frame.length - 5, 0));
        assertEquals(5, view.tcp().payloadLength());
        assertEquals(0, view.tcp().capturedPayloadLength());
    }

    @Test
    void withNeitherATotalLengthNorAWireLengthTheCapturedBytesAreAll() {
        byte[] frame =
                Frames.parse(
                        ETHERNET_IPV4 + "45000000 12344000 40060000" + ADDRESSES_IPV4 + SEGMENT);

        assertEquals(Defect.NONE, wrap(frame, frame.length, 0));
        assertEquals(5, view.tcp().payloadLength());
        assertEquals(5, view.tcp().capturedPayloadLength());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "hop-by-hop,            0, 06 00 050200000100",
        "destination options,  60, 06 01 010c 000000000000000000000000",
        "routing,              43, 06 02 0400 00000000 20010db8000000000000000000000003",
        "mobility,            135, 06 00 050000000000",
        "AH of 24 bytes,       51, 06 04 0000 00000001 00000001 000000000000000000000000",
        "AH of 8 bytes,        51, 06 00 0000 00000001",
        "an atomic fragment,   44, 06 00 0000 12345678",
        "reserved bits,        44, 06 ff 0006 12345678",
        "two of them,           0, 3c 00 050200000100 06 00 010400000000"
    })
    void ipv6ExtensionIsWalkedOver(String name, int nextHeader, String extension) {
        int length = Frames.parse(extension).length;
        wrap(Defect.NONE, ETHERNET_IPV6 + ipv6(length + 37, nextHeader) + extension + SEGMENT);

        assertTrue(view.ipv6());
        assertEquals(40000, view.tcp().sourcePort());
        assertEquals(5, view.tcp().payloadLength());
        assertEquals(14 + 40 + length + 32, view.tcp().payloadOffset());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "UDP,                          NOT_TCP, 37, 17, ''",
        "no next header,               NOT_TCP, 37, 59, ''",
        "ESP,                          NOT_TCP, 37, 50, ''",
        "UDP behind hop-by-hop,        NOT_TCP, 45, 0, 11 00 050200000100",
        "a fragment of UDP,            IP_FRAGMENT, 45, 44, 11 00 0001 12345678",
        "a fragment of ICMP,           NOT_TCP, 45, 44, 3a 00 0001 12345678",
        "the first fragment,           IP_FRAGMENT, 45, 44, 06 00 0001 12345678",
        "the last fragment,            IP_FRAGMENT, 45, 44, 06 00 0578 12345678",
        "a fragment with options,      IP_FRAGMENT, 45, 44, 3c 00 0001 12345678",
        "an extension beyond the end,  IPV6_EXTENSION_CHAIN, 45, 0, 06 05 050200000100",
        "no room for an extension,     IPV6_EXTENSION_CHAIN, 7, 0, 06 00 050200000100",
        "no room for a TCP header,     TCP_HEADER_TRUNCATED, 19, 6, ''",
        "no room for TCP's options,    TCP_DATA_OFFSET, 31, 6, ''"
    })
    void ipv6PacketWith(
            String name, Defect expected, int payloadLength, int nextHeader, String extension) {
        wrap(expected, ETHERNET_IPV6 + ipv6(payloadLength, nextHeader) + extension + SEGMENT);
    }

    @Test
    void ipv6ExtensionsCutByTheSnapLengthAreTruncated() {
        byte[] frame = Frames.parse(ETHERNET_IPV6 + ipv6(45, 0) + "06 00 050200000100" + SEGMENT);

        assertEquals(Defect.IPV6_HEADER_TRUNCATED, wrap(frame, 14 + 40 + 7, frame.length));
        assertEquals(Defect.TCP_HEADER_TRUNCATED, wrap(frame, 14 + 40 + 8, frame.length));
    }

    @Test
    void sixteenIpv6ExtensionsAreWalkedOverAndSeventeenAreTooMany() {
        String another = "3c 00 010400000000 ";
        String last = "06 00 010400000000 ";

        wrap(
                Defect.NONE,
                ETHERNET_IPV6 + ipv6(16 * 8 + 37, 60) + another.repeat(15) + last + SEGMENT);
        wrap(
                Defect.IPV6_EXTENSION_CHAIN,
                ETHERNET_IPV6 + ipv6(17 * 8 + 37, 60) + another.repeat(16) + last + SEGMENT);
    }

    @Test
    void versionOtherThanTheEtherTypeSaysIsADefect() {
        wrap(Defect.IP_VERSION, ETHERNET_IPV6 + IPV4 + SEGMENT);
        wrap(Defect.IP_VERSION, ETHERNET_IPV4 + IPV6 + SEGMENT);
    }

    @Test
    void ipv4MappedAddressesAreIpv4() {
        wrap(
                Defect.NONE,
                ETHERNET_IPV6
                        + "60000000 0025 06 40"
                        + "00000000 00000000 0000ffff c0000201"
                        + "00000000 00000000 0000ffff c6336401"
                        + SEGMENT);

        assertFalse(view.ipv6());
        assertEquals(0, view.sourceHigh());
        assertEquals(0xc0000201L, view.sourceLow());
        assertEquals(0, view.destinationHigh());
        assertEquals(0xc6336401L, view.destinationLow());
    }

    @Test
    void oneMappedAddressAloneStaysIpv6() {
        wrap(
                Defect.NONE,
                ETHERNET_IPV6
                        + "60000000 0025 06 40"
                        + "00000000 00000000 0000ffff c0000201"
                        + "20010db8 00000000 00000000 00000002"
                        + SEGMENT);

        assertTrue(view.ipv6());
        assertEquals(0x0000ffff_c0000201L, view.sourceLow());
    }

    @Test
    void addressesAreUnsignedNumbers() {
        wrap(Defect.NONE, ETHERNET_IPV4 + "45000039 12344000 40060000 fffffffe 80000001" + SEGMENT);

        assertEquals(0xfffffffeL, view.sourceLow());
        assertEquals(0x80000001L, view.destinationLow());
    }

    @Test
    void nothingOfTheFrameBeforeIsLeft() {
        wrap(Defect.NONE, ETHERNET_IPV6 + IPV6 + SEGMENT);
        assertTrue(view.tcp().hasTimestamps());
        wrap(Defect.NONE, ETHERNET_IPV4 + "45000028 12344000 40060000" + ADDRESSES_IPV4 + PURE_ACK);

        assertFalse(view.ipv6());
        assertEquals(0, view.sourceHigh());
        assertFalse(view.tcp().hasTimestamps());
        assertEquals(0x3ade68b7, view.tcp().seq());
    }

    @Test
    void aFragmentDoesNotMakeTheNextPacketOne() {
        String fragment = "06 00 0001 12345678";
        wrap(Defect.IP_FRAGMENT, ETHERNET_IPV6 + ipv6(45, 44) + fragment + SEGMENT);
        wrap(Defect.NONE, ETHERNET_IPV6 + IPV6 + SEGMENT);
    }

    @Test
    void soundTrafficThatIsNotOursIsNotMalformed() {
        assertFalse(Defect.NONE.isMalformed());
        assertFalse(Defect.LINK_TYPE_UNKNOWN.isMalformed());
        assertFalse(Defect.NOT_IP.isMalformed());
        assertFalse(Defect.NOT_TCP.isMalformed());
        assertFalse(Defect.IP_FRAGMENT.isMalformed());
        assertFalse(Defect.WIRELESS.isMalformed());
        assertFalse(Defect.LAYERS.isMalformed());
        assertFalse(Defect.IP_FRAGMENTS_MISSING.isMalformed());
        assertTrue(Defect.TCP_DATA_OFFSET.isMalformed());
        assertTrue(Defect.FRAME_TRUNCATED.isMalformed());
    }

    private void wrap(Defect expected, String hex) {
        byte[] frame = Frames.parse(hex);
        assertEquals(expected, wrap(frame, frame.length, frame.length));
    }

    private Defect wrap(byte[] frame, int capturedLength, int wireLength) {
        return view.wrap(
                1, Frames.atEndOfBuffer(frame, capturedLength, 0), 0, capturedLength, wireLength);
    }
}
