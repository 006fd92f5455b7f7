package tcprt.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendMssTest {
    private final SendMss mss = new SendMss();

    /** tcp_sync_mss by hand: min(own, peer) - 12 with timestamps, then half the window. */
    @ParameterizedTest
    @CsvSource({
        // peer's option, own option, timestamps, largest window, mss
        "1460, 1460, false, 65535, 1460",
        "1460, 1460, true, 65535, 1448",
        "1460, 8960, true, 65535, 1448",
        "8960, 1460, true, 65535, 1448",
        "0, 1460, false, 65535, 536", // RFC 9293 3.7.1: no option
        "0, 1460, true, 65535, 524",
        "536, 1460, true, 65535, 524",
        "65495, 65495, true, 65535, 32767", // loopback, before scaled windows: half of 65535
        "65495, 65495, true, 65536, 32768", // g24b
        "65495, 65495, false, 1000000, 65495",
        "1460, 1460, false, 2920, 1460", // the half is the MSS exactly
        "1460, 1460, false, 2918, 1459",
        "1460, 1460, false, 537, 268", // above 536: half of it
        "1460, 1460, false, 536, 536", // not above: whole
        "1460, 1460, false, 100, 100",
        "1460, 1460, false, 40, 48", // at least 68 - 20
        "1460, 1460, true, 40, 40",
        "1460, 1460, true, 30, 36", // at least 68 - 32
        "1460, 1460, false, 0, 1460", // no window known yet
        "20, 1460, false, 65535, 48", // TCP_MIN_SND_MSS
        "50, 1460, true, 65535, 48",
    })
    void followsTheHandshake(int peer, int own, boolean timestamps, int window, int expected) {
        mss.onHandshake(peer, own, timestamps, 0);
        mss.onWindow(window);
        assertEquals(expected, mss.bytes());
    }

    @Test
    void aWindowOnlyEverWidens() {
        mss.onHandshake(1460, 1460, false, 1000);
        assertEquals(500, mss.bytes());
        mss.onWindow(2000);
        assertEquals(1000, mss.bytes());
        mss.onWindow(100);
        mss.onWindow(0);
        assertEquals(1000, mss.bytes());
        mss.onWindow(65535);
        assertEquals(1460, mss.bytes());
    }

    /** An MSS of 12 leaves no byte beside the timestamps. */
    @Test
    void optionsThatAreAsLargeAsAPeersSegmentsGiveNothingAway() {
        mss.onHandshake(12, 8, true, 65535);
        mss.onSent(49);
        assertEquals(48, mss.bytes());
    }

    @Test
    void anOwnOptionThatWasNotCapturedIsTakenForThePeers() {
        mss.onHandshake(1460, 0, true, 65535);
        assertEquals(1448, mss.bytes());
    }

    @Test
    void aRouteThatAnnouncesLessThanTheLinkCarriesIsGivenAway() {
        // opt-advmss: own option 700, the peer's 1000, timestamps.
        mss.onHandshake(1000, 700, true, 65535);
        assertEquals(688, mss.bytes());
        mss.onSent(688);
        mss.onSent(400);
        assertEquals(688, mss.bytes());
        mss.onSent(988);
        assertEquals(988, mss.bytes());
        mss.onSent(688);
        assertEquals(988, mss.bytes());
    }

    @Test
    void offloadedSegmentsOfTheSmallerSizeGiveNothingAway() {
        mss.onHandshake(1000, 700, true, 65535);
        mss.onSent(2 * 688);
        mss.onSent(3 * 688);
        mss.onSent(988 * 688); // a multiple of both says nothing
        assertEquals(688, mss.bytes());
    }

    @Test
    void midStreamALargerSizeSentTwiceInARowIsAFullSegment() {
        mss.onMidStream(1448);
        assertEquals(1448, mss.bytes());
        mss.onSent(988);
        mss.onSent(988);
        mss.onSent(8948);
        mss.onSent(500);
        mss.onSent(8948);
        assertEquals(1448, mss.bytes());
        mss.onSent(8948);
        assertEquals(8948, mss.bytes());
        mss.onSent(4000);
        mss.onSent(4000);
        assertEquals(8948, mss.bytes());
        mss.onWindow(200);
        assertEquals(8948, mss.bytes());
    }
}
