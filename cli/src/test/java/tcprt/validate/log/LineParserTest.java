package tcprt.validate.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tcprt.validate.record.Entry;
import tcprt.validate.record.EntryText;
import tcprt.validate.record.Field;
import tcprt.validate.record.Layout;

/** Lines of every version of the module, and lines that are none. */
class LineParserTest {
    private static final String HEAD = "1795294163 7262 10.77.1.1:9000 10.77.1.2:47384 ";

    private final Entry entry = new Entry();

    private @Nullable Refusal parse(String line) {
        byte[] bytes = ("xx" + line + "yy").getBytes(StandardCharsets.ISO_8859_1);
        return new LineParser().parse(bytes, 2, bytes.length - 2, entry);
    }

    private void assertRead(String line, Layout layout) {
        assertNull(parse(line), line);
        assertEquals(layout, entry.layout);
        assertEquals(1_795_294_163_007_262L, entry.startMicros);
        assertEquals(0x0A4D0101L, entry.remoteLow);
        assertEquals(9000, entry.remotePort);
        assertEquals(0x0A4D0102L, entry.localLow);
        assertEquals(47384, entry.localPort);
        assertEquals(line.stripTrailing(), EntryText.line(entry));
    }

    private long value(Field field) {
        return entry.values[field.ordinal()];
    }

    @Test
    void everyTypeOfTheNewestModuleIsRead() {
        assertRead("V6 R " + HEAD + "3000 2489 2136 1 7 287 15 22 1 1448 ", Layout.R);
        assertEquals(3000, value(Field.SENT));
        assertEquals(2489, value(Field.TOTAL));
        assertEquals(2136, value(Field.MIN_RTT));
        assertEquals(1, value(Field.RETRANS));
        assertEquals(7, entry.taskNumber());
        assertEquals(287, value(Field.SERVER_TIME));
        assertEquals(15, value(Field.UPLOAD_TIME));
        assertEquals(22, value(Field.UPLOAD_DATA));
        assertEquals(1, value(Field.REORDER));
        assertEquals(1448, value(Field.MSS));
        assertRead("V6 E " + HEAD + "2 6000 3 44 5 4294967295 ", Layout.E);
        assertEquals(3, value(Field.UNACKED));
        assertEquals(44, value(Field.RCVD));
        assertEquals(4294967295L, value(Field.MIN_RTT));
        assertRead("V6 N " + HEAD + "1 54720 50034 0 1448 ", Layout.N);
        assertEquals(50034, value(Field.RCVD));
        assertRead("V6 W " + HEAD + "131056 13104 2142 0 1 1290 0 29696 0 1448 ", Layout.W);
        assertEquals(29696, value(Field.UNACKED));
        assertRead("V6 P " + HEAD + "22 2601 2325 0 1 2546 55 3000 0 1448 ", Layout.P);
        assertEquals(55, value(Field.RECV_TIME));
        assertEquals(3000, value(Field.RECV));
    }

    /** SEMANTICS: {@code sent retrans seq mrtt mss}, then {@code ... total ... reorder ...}. */
    @Test
    void olderModulesHaveShorterP() {
        assertRead("V6 P " + HEAD + "22 1 4 2 1448 ", Layout.P_FIVE);
        assertEquals(1, value(Field.RETRANS));
        assertEquals(4, entry.taskNumber());
        assertEquals(2, value(Field.MIN_RTT));
        assertTrue(entry.layout.hasCoarseMinRtt());
        assertRead("V6 P " + HEAD + "22 2601 1 4 2325 1 1448 ", Layout.P_SEVEN);
        assertEquals(2601, value(Field.TOTAL));
        assertEquals(4, entry.taskNumber());
        assertEquals(2325, value(Field.MIN_RTT));
        assertEquals(1, value(Field.REORDER));
    }

    /** The examples of the public guide, with their tails. */
    @Test
    void lettersAndTailsOfV7AreRead() {
        String numbers = "3000 2489 2136 1 7 287 15 22 1 1448 10193 10 ";
        assertRead("V7 R " + HEAD + numbers, Layout.R_SRTT);
        assertEquals(10193, value(Field.SRTT));
        assertEquals(10, value(Field.CWND));
        assertRead("V7 R.ZH " + HEAD + numbers + "H 151878 ", Layout.R_SRTT);
        assertEquals(".ZH", EntryText.letters(entry.letters));
        assertEquals(151878, entry.handshakeMicros);
        assertRead(
                "V7 R.AF " + HEAD + numbers + "F 6 7240 214 63698 311 98436 358 ", Layout.R_SRTT);
        assertEquals(3, entry.firstFrames);
        assertEquals(98436, entry.firstFrame[4]);
        assertRead("V7 R.F " + HEAD + "3000 2489 2136 1 7 287 15 22 1 1448 F 2 1 2 ", Layout.R);
    }

    @Test
    void whatWasReadBeforeLeavesNothingBehind() {
        String numbers = "3000 2489 2136 1 7 287 15 22 1 1448 10193 10 ";
        assertNull(parse("V7 R.H " + HEAD + numbers + "H 151878 F 2 7 8 "));
        assertNull(parse("V6 R " + HEAD + "3000 2489 2136 1 7 287 15 22 1 1448 "));
        assertEquals(0, entry.letters);
        assertEquals(-1, entry.handshakeMicros);
        assertEquals(0, entry.firstFrames);
    }

    /** A C int, printed as 64 unsigned bits. */
    @Test
    void negativeTimesAreRead() {
        assertNull(
                parse(
                        "V6 R "
                                + HEAD
                                + "1 2 3 0 1 18446744072414584320 18446744073709551615 1 0 1 "));
        assertEquals(-1_294_967_296L, value(Field.SERVER_TIME));
        assertEquals(-1, value(Field.UPLOAD_TIME));
    }

    @Test
    void addressesOfIpv6AreRead() {
        String numbers = " 2 6000 0 44 0 2136 ";
        assertNull(parse("V6 E 1 2 [2001:db8::2]:40000 [2001:db8::1]:443" + numbers));
        assertEquals(0x20010db800000000L, entry.remoteHigh);
        assertEquals(2, entry.remoteLow);
        assertEquals(443, entry.localPort);
        assertEquals(Refusal.BAD_ADDRESS, parse("V6 E 1 2 [2001:db8::2]:4 10.0.0.1:4" + numbers));
        assertEquals(Refusal.BAD_ADDRESS, parse("V6 E 1 2 [host]:4 [::1]:4" + numbers));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOT_A_RECORD | V5 R 1 2 1.2.3.4:5 1.2.3.4:5 1",
                "NOT_A_RECORD | 44 0 2136",
                "NOT_A_RECORD | V66 E",
                "UNKNOWN_TYPE | V6 X 1 2 1.2.3.4:5 1.2.3.4:5 1",
                "UNKNOWN_TYPE | V7 R.Q 1 2 1.2.3.4:5 1.2.3.4:5 1",
                "UNKNOWN_TYPE | V7 R. 1 2 1.2.3.4:5 1.2.3.4:5 1",
                "UNKNOWN_TYPE | V7 RZH 1 2 1.2.3.4:5 1.2.3.4:5 1",
                "BAD_TIME | V6 E 1",
                "BAD_TIME | V6 E x 2 1.2.3.4:5 1.2.3.4:5 1",
                "BAD_TIME | V6 E 1 1000000 1.2.3.4:5 1.2.3.4:5 1",
                "BAD_TIME | V6 E 999999999999 1 1.2.3.4:5 1.2.3.4:5 1",
                "BAD_ADDRESS | V6 E 1 2 1.2.3.4 1.2.3.4:5 1",
                "BAD_ADDRESS | V6 E 1 2 1.2.3:5 1.2.3.4:5 1",
                "BAD_ADDRESS | V6 E 1 2 1.2.3.4.5:5 1.2.3.4:5 1",
                "BAD_ADDRESS | V6 E 1 2 1.2.3.256:5 1.2.3.4:5 1",
                "BAD_ADDRESS | V6 E 1 2 1.2.3.4:65536 1.2.3.4:5 1",
                "BAD_NUMBER | V6 E 1 2 1.2.3.4:5 1.2.3.4:5 1 2 3 4 5 6x",
                "BAD_NUMBER | V6 E 1 2 1.2.3.4:5 1.2.3.4:5 1 2 3 4 5 18446744073709551616",
                "BAD_NUMBER | V6 E 1 2 1.2.3.4:5 1.2.3.4:5 1 2 3 4 5V6",
                "OUT_OF_RANGE | V6 E 1 2 1.2.3.4:5 1.2.3.4:5 1 2 3 4 5 4294967296",
                "WRONG_COUNT | V6 E 1 2 1.2.3.4:5 1.2.3.4:5 1 2 3 4 5",
                "WRONG_COUNT | V6 E 1 2 1.2.3.4:5 1.2.3.4:5 1 2 3 4 5 6 7",
                "WRONG_COUNT | V6 R 1 2 1.2.3.4:5 1.2.3.4:5 1 2 3 4 5 6 7 8 9 10 11 12",
                "WRONG_COUNT | V6 E 1 2 1.2.3.4:5 1.2.3.4:5 1 2 3 4 5 6 7 8 9 10 11 12 13",
                "BAD_TAIL | V6 N 1 2 1.2.3.4:5 1.2.3.4:5 1 2 3 4 5 H",
                "BAD_TAIL | V6 N 1 2 1.2.3.4:5 1.2.3.4:5 1 2 3 4 5 F 3 1 2 3",
                "BAD_TAIL | V6 N 1 2 1.2.3.4:5 1.2.3.4:5 1 2 3 4 5 F 4 1 2 3",
                "BAD_TAIL | V6 N 1 2 1.2.3.4:5 1.2.3.4:5 1 2 3 4 5 H 1 2",
            })
    void whatIsNoRecordIsRefusedWithItsReason(Refusal reason, String line) {
        assertEquals(reason, parse(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "V7 R.ZH 1795294163 7262 10.77.1.1:9000 10.77.1.2:4 1 2 3 4 5 6 7 8 9 1 2 3 H 1 ",
                "V6 E 1795294163 7262 [::1]:9000 [::2]:4 1 2 3 4 5 6 "
            })
    void anyBytesAreReadOrRefused(String line) {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            char[] changed = line.toCharArray();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                changed[random.nextInt(changed.length)] = (char) random.nextInt(256);
            }
            parse(new String(changed, 0, random.nextInt(changed.length + 1)));
        }
    }
}
