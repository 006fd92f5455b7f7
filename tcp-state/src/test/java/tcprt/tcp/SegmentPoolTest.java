package tcprt.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SegmentPoolTest {
    @Test
    void neverMoreThanTheLimitExistAndNoneTwice() {
        SegmentPool pool = new SegmentPool(50);
        Set<Segment> everMade = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int round = 0; round < 3; round++) {
            List<Segment> taken = new ArrayList<>();
            for (Segment segment = pool.take(); segment != null; segment = pool.take()) {
                taken.add(segment);
            }
            assertEquals(50, taken.size());
            assertEquals(50, new HashSet<>(taken).size());
            everMade.addAll(taken);
            taken.forEach(pool::give);
        }
        assertEquals(50, everMade.size());
    }

    @Test
    void oneGivenBackIsOneThatCanBeTaken() {
        SegmentPool pool = new SegmentPool(1);
        Segment only = pool.take();
        assertNotNull(only);
        assertNull(pool.take());
        pool.give(only);
        assertEquals(only, pool.take());
    }
}
