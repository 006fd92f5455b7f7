package tcprt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcprt.flow.PortRules;
import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;

/** Frames that the tap shows twice, and segments that were sent twice. */
class DuplicatesTest {
    private static final int RAW_IP = 101;
    private static final int MESSAGE = 500;

    /** A server that answers one request with segments of {@link #MESSAGE} bytes. */
    private static final class Tap {
        private final Tracer tracer =
                new Tracer(
                        TracerSettings.of(PortRules.builder().addLocalPort(80).build()),
                        this::onRecord);
        private long retransmitted = -1;
        private final ByteBuffer buffer = ByteBuffer.allocate(120);
        private final boolean ipv6;
        private int hopLimit = 64;
        private int ipId;
        private int tsVal;
        private int interfaceId;

        Tap(boolean ipv6) {
            this.ipv6 = ipv6;
        }

        void handshake() {
            frame(0, true, "S", 0, 0, 0);
            frame(50, false, "SA", 0, 1, 0);
            frame(1000, true, "A", 1, 1, 0);
            frame(2000, true, "PA", 1, 1, 100);
        }

        /** The host sends one of its segments, counted from 0. */
        void answer(long micros, int number) {
            frame(micros, false, "PA", 1 + number * MESSAGE, 101, MESSAGE);
        }

        void frame(long micros, boolean in, String flags, int seq, int ack, int length) {
            int tcpLength = (tsVal == 0 ? 20 : 32) + length;
            int at = ipv6 ? ipv6Header(in, tcpLength) : ipv4Header(in, tcpLength);
            buffer.putInt(at, in ? 40000 << 16 | 80 : 80 << 16 | 40000);
            buffer.putInt(at + 4, (in ? 5000 : 1000) + seq);
            buffer.putInt(at + 8, (in ? 1000 : 5000) + ack);
            buffer.put(at + 12, (byte) (tsVal == 0 ? 0x50 : 0x80));
            buffer.put(at + 13, (byte) TestFrame.flagBits(flags));
            buffer.putShort(at + 14, (short) 65535);
            buffer.putInt(at + 16, 0);
            buffer.putInt(at + 20, 0x0101_080a).putInt(at + 24, tsVal).putInt(at + 28, 0);
            tracer.onFrame(
                    TestWire.BASE_NS + micros * 1000,
                    interfaceId,
                    RAW_IP,
                    buffer,
                    0,
                    at + 32,
                    at + tcpLength);
        }

        private int ipv4Header(boolean in, int tcpLength) {
            buffer.putShort(0, (short) 0x4500).putShort(2, (short) (20 + tcpLength));
            buffer.putShort(4, (short) ipId).putShort(6, (short) 0x4000);
            buffer.put(8, (byte) hopLimit).put(9, (byte) 6).putShort(10, (short) 0);
            buffer.putInt(12, in ? 2 : 1).putInt(16, in ? 1 : 2);
            return 20;
        }

        private int ipv6Header(boolean in, int tcpLength) {
            buffer.putInt(0, 0x6000_0000).putShort(4, (short) tcpLength);
            buffer.put(6, (byte) 6).put(7, (byte) hopLimit);
            buffer.putLong(8, 0x2001_0db8_0000_0000L).putLong(16, in ? 2 : 1);
            buffer.putLong(24, 0x2001_0db8_0000_0000L).putLong(32, in ? 1 : 2);
            return 40;
        }

        private void onRecord(TcpRtRecord record) {
            if (record.type == RecordType.E) {
                retransmitted = record.retransmits;
            }
        }

        /** Segments that count as sent again, over the whole connection. */
        long retransmitted() {
            frame(1_000_000, true, "RA", 101, 1, 0);
            tracer.endOfCapture();
            return retransmitted;
        }

        List<Long> dropped() {
            TracerCounters counters = tracer.counters();
            return List.of(
                    counters.duplicatesById,
                    counters.duplicatesByPath,
                    counters.duplicatesAllEqual);
        }
    }

    @Test
    void sameIdentificationIsACopyWhateverTheWay() {
        Tap tap = new Tap(false);
        tap.handshake();
        tap.ipId = 1;
        tap.answer(3000, 0);
        tap.hopLimit = 60;
        tap.answer(28_000, 0);
        assertEquals(List.of(1L, 0L, 0L), tap.dropped());
        tap.answer(28_001, 0); // 65536 packets may have been sent by now
        assertEquals(List.of(1L, 0L, 0L), tap.dropped());
        assertEquals(1, tap.retransmitted());
    }

    @Test
    void sameIdentificationAtTheSamePlaceIsACopyForTenMilliseconds() {
        Tap tap = new Tap(false);
        tap.handshake();
        tap.ipId = 1;
        tap.answer(3000, 0);
        tap.answer(13_000, 0);
        assertEquals(List.of(1L, 0L, 0L), tap.dropped());
        tap.answer(13_001, 0);
        assertEquals(List.of(1L, 0L, 0L), tap.dropped());
        assertEquals(1, tap.retransmitted());
    }

    @Test
    void anotherIdentificationIsARetransmission() {
        Tap tap = new Tap(false);
        tap.handshake();
        tap.ipId = 1;
        tap.answer(3000, 0);
        tap.ipId = 2;
        tap.hopLimit = 63;
        tap.answer(3001, 0);
        assertEquals(List.of(0L, 0L, 0L), tap.dropped());
        assertEquals(1, tap.retransmitted());
    }

    @Test
    void identificationThatNeverChangesTellsNothing() {
        Tap tap = new Tap(false);
        tap.ipId = 99;
        tap.handshake();
        tap.answer(3000, 0);
        tap.answer(3010, 1);
        tap.answer(8000, 1);
        assertEquals(List.of(0L, 0L, 0L), tap.dropped());
        assertEquals(1, tap.retransmitted());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void retransmissionsSurviveWithoutIdentificationAndTimestamps(boolean ipv6) {
        Tap tap = new Tap(ipv6);
        tap.handshake();
        for (int i = 0; i < 10; i++) {
            tap.answer(3000 + 10 * i, i);
        }
        tap.answer(3600, 0); // a fast retransmission on a fast network
        tap.answer(3620, 1);
        tap.answer(4000, 2);
        tap.answer(210_000, 3);
        assertEquals(List.of(0L, 0L, 0L), tap.dropped());
        assertEquals(4, tap.retransmitted());
    }

    @Test
    void evenFasterRetransmissionSurvivesWhereFramesComeOnce() {
        Tap tap = new Tap(true);
        tap.handshake();
        for (int i = 0; i < 10; i++) {
            tap.answer(3000 + 10 * i, i);
        }
        for (int i = 0; i < 4; i++) {
            tap.answer(3200 + i, i);
        }
        assertEquals(List.of(0L, 0L, 0L), tap.dropped());
        assertEquals(4, tap.retransmitted());
    }

    @Test
    void timestampTellsARetransmissionFromACopy() {
        Tap tap = new Tap(true);
        tap.tsVal = 10;
        tap.handshake();
        tap.answer(3000, 0);
        tap.tsVal = 11;
        tap.hopLimit = 63;
        tap.answer(3400, 0);
        assertEquals(List.of(0L, 0L, 0L), tap.dropped());
        assertEquals(1, tap.retransmitted());
    }

    @Test
    void copyAtAnotherInterfaceIsDropped() {
        Tap tap = new Tap(true);
        tap.handshake();
        tap.answer(3000, 0);
        tap.interfaceId = 1;
        tap.answer(3500, 0);
        tap.answer(3501, 0); // too late for a copy of the first
        assertEquals(List.of(0L, 1L, 0L), tap.dropped());
        assertEquals(1, tap.retransmitted());
    }

    @Test
    void retransmissionSurvivesOnADoubledConnection() {
        Tap tap = new Tap(true);
        for (int copy = 0; copy < 2; copy++) {
            tap.frame(copy, true, "S", 0, 0, 0);
        }
        for (int copy = 0; copy < 2; copy++) {
            tap.frame(50 + copy, false, "SA", 0, 1, 0);
        }
        tap.frame(1000, true, "A", 1, 1, 0);
        tap.frame(2000, true, "PA", 1, 1, 100);
        for (int i = 0; i < 200; i++) {
            tap.answer(3000 + i, i / 2);
        }
        tap.answer(3600, 0);
        tap.answer(3601, 0);
        assertEquals(List.of(0L, 0L, 103L), tap.dropped());
        assertEquals(1, tap.retransmitted());
    }

    @Test
    void unprovenDoublingConvincesAfterFourFrames() {
        Tap tap = new Tap(true);
        tap.handshake();
        for (int i = 0; i < 40; i++) {
            tap.answer(3000 + i, i / 2);
        }
        // The SYN-ACK came once, so it takes until 4 of 5 have come twice, and the fifth is
        // dropped.
        assertEquals(List.of(0L, 0L, 16L), tap.dropped());
        assertEquals(4, tap.retransmitted());
    }
}
