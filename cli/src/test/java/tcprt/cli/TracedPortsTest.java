package tcprt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import tcprt.flow.PortRules;
import tcprt.flow.PortRules.PortRange;

class TracedPortsTest {
    @Test
    void portsAreNamedBySide() {
        assertEquals("the server side of every connection", describe(PortRules.everyServer()));
        assertEquals("local port 80", describe(PortRules.builder().addLocalPort(80).build()));
        assertEquals(
                "local ports 80, 443, 8000-8100 and peer ports 3306-3310",
                describe(
                        PortRules.builder()
                                .addLocalPort(80)
                                .addLocalPort(443)
                                .addLocalRange(new PortRange(8000, 8100))
                                .addPeerRange(new PortRange(3306, 3310))
                                .build()));
    }

    private static String describe(PortRules rules) {
        return TracedPorts.describe(rules);
    }
}
