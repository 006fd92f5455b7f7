package tcprt.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RingTargetTest {
    @Test
    void onlyWhatTheRingStillHoldsIsWrittenAtClose() throws IOException {
        RelayRing ring = new RelayRing(3, 8);
        MemoryTarget file = new MemoryTarget();
        RingTarget target = new RingTarget(ring, file);
        for (String line : new String[] {"1aa\n", "1bb\n", "2aa\n", "2bb\n", "3aa\n", "3bb\n"}) {
            target.write(line.getBytes(StandardCharsets.US_ASCII), 0, 4);
        }
        target.write("4aa\n".getBytes(StandardCharsets.US_ASCII), 0, 4);
        target.flush();
        assertEquals("", file.take());

        target.close();
        target.close();

        assertEquals("2aa\n2bb\n3aa\n3bb\n4aa\n", file.take());
        assertTrue(file.closed);
        assertEquals(2, ring.lostLines());
    }
}
