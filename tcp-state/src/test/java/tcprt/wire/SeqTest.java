package tcprt.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worked by hand from RFC 9293 3.4: a is before b if b - a, mod 2^32, is in 1..2^31-1. */
class SeqTest {
    @ParameterizedTest
    @CsvSource({
        // a, b, bytes from a to b
        "0, 0, 0",
        "0, 1, 1",
        "00000001, 00000000, 4294967295",
        "ffffffff, 00000000, 1",
        "fffffff0, 00000010, 32",
        "7fffffff, 80000000, 1",
        "00000000, 7fffffff, 2147483647",
        "80000001, 00000000, 2147483647",
        "80000000, ffffffff, 2147483647",
        "00000010, fffffff0, 4294967264",
    })
    void comparesAcrossTheWrap(String hexA, String hexB, long distance) {
        int a = Integer.parseUnsignedInt(hexA, 16);
        int b = Integer.parseUnsignedInt(hexB, 16);
        boolean before = distance > 0 && distance < 1L << 31;
        boolean same = distance == 0;

        assertEquals(distance, Seq.distance(a, b));
        assertEquals(before, Seq.before(a, b));
        assertEquals(before, Seq.after(b, a));
        assertEquals(!before && !same, Seq.after(a, b));
        assertEquals(before || same, Seq.atOrBefore(a, b));
        assertEquals(before || same, Seq.atOrAfter(b, a));
        assertEquals(before ? b : a, Seq.later(a, b));
        assertEquals(before || same ? a : b, Seq.earlier(a, b));
    }
}
