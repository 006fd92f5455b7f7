package tcprt.capture.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The expression's words; what it means to a kernel is in {@link LiveSourceTest}. */
class KernelFilterTest {
    private static final int ETHERNET = 1;
    private static final int RAW_IP = 101;

    private static String segments(KernelFilter.Builder ports) {
        String expression = ports.build().expression(RAW_IP);
        return expression.substring(0, expression.indexOf(" or ip[6:2]"));
    }

    @Test
    void portsThatTouchOrOverlapAreOneRange() {
        assertEquals(
                "tcp portrange 79-82 or tcp port 90 or tcp portrange 8000-8200",
                segments(
                        KernelFilter.builder()
                                .addPorts(8000, 8100)
                                .addPorts(80, 80)
                                .addPorts(90, 90)
                                .addPorts(81, 82)
                                .addPorts(79, 80)
                                .addPorts(8050, 8200)));
    }

    @Test
    void allPortsAndTooManyRangesAreAllOfTcp() {
        assertEquals("tcp", segments(KernelFilter.builder().addPorts(0, 65535)));
        KernelFilter.Builder many = KernelFilter.builder();
        for (int i = 0; i < KernelFilter.MOST_RANGES; i++) {
            many.addPorts(100 + 2 * i, 100 + 2 * i);
        }
        assertTrue(segments(many).startsWith("tcp port 100 or tcp port 102 or "));
        many.addPorts(1000, 1000);
        assertEquals("tcp", segments(many));
    }

    @Test
    void tagsAreLookedForWhereThereCanBeSome() {
        KernelFilter filter = KernelFilter.builder().addPorts(80, 80).build();
        assertTrue(filter.expression(ETHERNET).contains(" or (vlan and (tcp port 80 or "));
        assertFalse(filter.expression(RAW_IP).contains("vlan"));
    }
}
