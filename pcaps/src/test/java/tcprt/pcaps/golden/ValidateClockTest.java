package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tcprt.pcaps.Shared;

/**
 * The clocks of kernel and capture need not agree: by how much they do not is found within 1 ms.
 */
class ValidateClockTest {
    private static final int SECONDS = 2;
    private static final int MICROS = 3;

    @ParameterizedTest
    @ValueSource(
            longs = {
                1_000_000,
                -3_600_000_000L,
                5 * 3_600_000_000L + 123_456,
                86_400_000_000L,
                365 * 86_400_000_000L,
                -365 * 86_400_000_000L
            })
    void offsetIsFound(long aheadMicros) throws IOException {
        ShippedCase golden = golden();
        Validation found = validate(golden, golden.kernel(), at -> at + aheadMicros);
        assertEquals(0, found.exitCode(), found::said);
        assertEquals(63, found.paired());
        assertEquals(
                (double) aheadMicros,
                found.kernelAheadMicros(golden.kernel().get(0).startMicros()),
                1000);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.002, -0.0008})
    void driftIsFound(double drift) throws IOException {
        ShippedCase golden = golden();
        long begin = golden.kernel().get(0).startMicros();
        Validation found =
                validate(
                        golden,
                        golden.kernel(),
                        at -> at + 7_000_000 + Math.round(drift * (at - begin)));
        assertEquals(0, found.exitCode(), found::said);
        for (RecordLine line : golden.kernel()) {
            long at = line.startMicros();
            assertEquals(7_000_000 + drift * (at - begin), found.kernelAheadMicros(at), 1000);
        }
    }

    /** NTP sets the clock back in the middle of the log. */
    @ParameterizedTest
    @ValueSource(longs = {2_500_000, -2_500_000, 7_200_000_000L, -7_200_000_000L})
    void settingOfTheClockIsFound(long stepMicros) throws IOException {
        ShippedCase golden = golden();
        long middle = golden.kernel().get(31).startMicros();
        Validation found =
                validate(golden, golden.kernel(), at -> at >= middle ? at + stepMicros : at);
        assertEquals(63, found.paired(), found::said);
        assertEquals(0, found.kernelAheadMicros(middle - 20_000), 1000);
        assertEquals((double) stepMicros, found.kernelAheadMicros(middle + 20_000), 1000);
    }

    /** A connection's numbers are not the kernel's if the capture began after it. */
    @Test
    void captureThatBeganLateIsJoinedByTime() throws IOException {
        ShippedCase golden = golden();
        List<StoredFrame> frames = StoredFrame.read(golden.capture());
        List<StoredFrame> late = frames.subList(frames.size() / 3, frames.size());
        List<String> lines = shifted(golden.kernel(), at -> at + 3_600_000_000L);
        Path capture = Files.createTempFile("tcprt-late", ".pcap");
        try {
            StoredFrame.write(late, capture);
            Validation found = Validation.ofLines(golden.options(), lines, capture);
            assertEquals(3_600_000_000L, found.kernelAheadMicros(0), 1000);
            assertTrue(found.paired() > 35, found::said);
            assertEquals(0, found.exitCode(), () -> found.causes().toString());
        } finally {
            Files.delete(capture);
        }
    }

    private static ShippedCase golden() {
        return new ShippedCase(Shared.repository().resolve("pcaps/golden/http-small-keepalive"));
    }

    private static Validation validate(
            ShippedCase golden, List<RecordLine> kernel, LongUnaryOperator clock)
            throws IOException {
        return Validation.ofLines(golden.options(), shifted(kernel, clock), golden.capture());
    }

    private static List<String> shifted(List<RecordLine> kernel, LongUnaryOperator clock) {
        List<String> lines = new ArrayList<>();
        for (RecordLine line : kernel) {
            long at = clock.applyAsLong(line.startMicros());
            String[] words = line.toString().split(" ", -1);
            words[SECONDS] = Long.toString(at / 1_000_000);
            words[MICROS] = Long.toString(at % 1_000_000);
            lines.add(String.join(" ", words));
        }
        return lines;
    }
}
