package tcprt.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcprt.flow.PortRules.Match;
import tcprt.flow.PortRules.PortRange;

class PortRulesTest {
    private final PortRules rules =
            PortRules.builder()
                    .addLocalPort(80)
                    .addLocalRange(new PortRange(8000, 8002))
                    .addPeerPort(3306)
                    .addPeerPort(80)
                    .addPeerRange(new PortRange(8002, 8003))
                    .build();

    @ParameterizedTest
    @CsvSource({
        // own port, other port, match
        "80, 40000, LOCAL",
        "8000, 40000, LOCAL",
        "8002, 40000, LOCAL",
        "7999, 40000, NONE",
        "8003, 40000, NONE",
        "40000, 3306, PEER",
        "40000, 80, PEER", // the client's end of a connection to a port in both lists
        "40000, 8002, PEER",
        "40000, 8003, PEER",
        "40000, 8004, NONE",
        "3306, 40000, NONE",
        "80, 3306, LOCAL", // local before peer
        "8001, 3306, LOCAL", // a local range before a single peer port
        "3306, 80, PEER",
        "0, 65535, NONE",
    })
    void theFirstMatchWins(int own, int other, Match expected) {
        // Who opened the connection does not matter.
        assertEquals(expected, rules.match(own, other, true));
        assertEquals(expected, rules.match(own, other, false));
        if (expected != Match.NONE) {
            assertTrue(rules.mayTrace(own, other));
            assertTrue(rules.mayTrace(other, own));
        }
    }

    @Test
    void whatNoRuleNamesNeedNotBeLookedAt() {
        assertFalse(rules.mayTrace(40000, 8004));
        assertFalse(rules.mayTrace(7999, 81));
        assertTrue(rules.mayTrace(3306, 40000));
    }

    @Test
    void withoutRulesTheServersEndIsTraced() {
        PortRules all = PortRules.everyServer();
        assertTrue(all.tracesEveryServer());
        assertTrue(all.mayTrace(1, 2));
        assertEquals(Match.LOCAL, all.match(40000, 80, true));
        assertEquals(Match.NONE, all.match(80, 40000, false));
        assertFalse(rules.tracesEveryServer());
    }

    @Test
    void rulesKeepTheirOrderAndTheirDuplicates() {
        PortRules twice =
                PortRules.builder().addLocalPort(90).addLocalPort(80).addLocalPort(90).build();
        assertEquals(List.of(90, 80, 90), twice.localPorts());
        assertEquals(List.of(3306, 80), rules.peerPorts());
        assertEquals(List.of(new PortRange(8000, 8002)), rules.localRanges());
        assertEquals(List.of(new PortRange(8002, 8003)), rules.peerRanges());
    }

    @Test
    void theEndsOfThePortSpaceCanBeTraced() {
        PortRules ends =
                PortRules.builder()
                        .addLocalPort(0)
                        .addPeerRange(new PortRange(65535, 65535))
                        .build();
        assertEquals(Match.LOCAL, ends.match(0, 1, false));
        assertEquals(Match.PEER, ends.match(1, 65535, false));
    }

    @ParameterizedTest
    @CsvSource({"-1, 5", "5, 65536", "6, 5"})
    void aRangeThatIsNoneIsRefusedWithItsValues(int first, int last) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new PortRange(first, last));
        assertTrue(String.valueOf(refused.getMessage()).contains(first + "," + last));
    }

    @Test
    void aBuilderKnowsWhetherItIsEmpty() {
        assertTrue(PortRules.builder().isEmpty());
        assertFalse(PortRules.builder().addPeerRange(new PortRange(1, 2)).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> PortRules.builder().addLocalPort(70000));
    }
}
