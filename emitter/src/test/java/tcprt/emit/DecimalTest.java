package tcprt.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalTest {
    @Test
    void everyPowerOfTenAndItsNeighboursAreWrittenAsTheJdkDoes() {
        for (int digits = 0; digits < Decimal.MAX_DIGITS; digits++) {
            long power = Long.parseUnsignedLong("1" + "0".repeat(digits));
            writtenAsTheJdkDoes(power - 1);
            writtenAsTheJdkDoes(power);
            writtenAsTheJdkDoes(power + 1);
        }
    }

    @Test
    void everyGroupOfThreeDigitsIsWrittenFirstAndNext() {
        for (int group = 0; group < 1000; group++) {
            writtenAsTheJdkDoes(group);
            writtenAsTheJdkDoes(18_446_000L + group);
        }
    }

    @Test
    void everyPowerOfTwoAndItsNeighboursAreWrittenAsTheJdkDoes() {
        for (int bit = 0; bit < Long.SIZE; bit++) {
            writtenAsTheJdkDoes((1L << bit) - 1);
            writtenAsTheJdkDoes(1L << bit);
            writtenAsTheJdkDoes(-(1L << bit));
        }
    }

    @Test
    void numbersOfEveryLengthAreWrittenAsTheJdkDoes() {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            writtenAsTheJdkDoes(random.nextLong() >>> random.nextInt(Long.SIZE));
        }
    }

    private static void writtenAsTheJdkDoes(long value) {
        byte[] target = new byte[1 + Decimal.MAX_TOKEN_BYTES];
        int end = Decimal.token(value, target, 1);
        assertEquals(
                "\0" + Long.toUnsignedString(value) + " ",
                new String(target, 0, end, StandardCharsets.US_ASCII));
    }
}
