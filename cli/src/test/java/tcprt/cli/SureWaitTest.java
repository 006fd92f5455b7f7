package tcprt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SureWaitTest {
    @Test
    @Timeout(60)
    void interruptIsKeptForLater() {
        CountDownLatch open = new CountDownLatch(0);
        int[] waits = new int[1];
        Thread.currentThread().interrupt();
        String result =
                SureWait.until(
                        () -> {
                            waits[0]++;
                            open.await(); // throws the first time
                            return "came";
                        });
        assertTrue(Thread.interrupted());
        assertEquals("came", result);
        assertEquals(2, waits[0]);
    }
}
