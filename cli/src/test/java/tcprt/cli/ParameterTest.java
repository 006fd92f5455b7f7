package tcprt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tcprt.flow.PortRules;
import tcprt.flow.PortRules.Match;

/** Texts are those of the module's files in /sys/module/tcp_rt/parameters. */
class ParameterTest {
    private static final Parameters NONE = new Parameters(PortRules.builder().build(), false, 60);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lports | 80,443",
                "pports | 3306",
                "lports_range | 80,100,1000,2000",
                "pports_range | 6000,6000",
                "stats | 1",
                "stats_interval | 10",
            })
    void whatIsSetCanBeReadAndNothingElseHasChanged(String name, String text) throws Exception {
        Parameter parameter = Parameter.named(name);
        Parameters changed = set(NONE, name, text);

        assertEquals(text, parameter.read(changed));
        for (Parameter other : Parameter.values()) {
            if (other != parameter) {
                assertEquals(other.read(NONE), other.read(changed), other.fileName());
            }
        }
    }

    @Test
    void aListReplacesTheListAndAnEmptyOneTakesItAway() throws Exception {
        Parameters first = set(set(NONE, "lports", "80"), "pports", "3306");
        Parameters second = set(first, "lports", "81,82");
        assertEquals(Match.NONE, second.rules().match(80, 40000, true));
        assertEquals(Match.LOCAL, second.rules().match(82, 40000, true));
        assertEquals(Match.PEER, second.rules().match(40000, 3306, false));

        Parameters third = set(set(second, "lports", ""), "pports", "");
        assertFalse(third.rules().mayTrace(82, 3306));
        assertEquals("", Parameter.LPORTS.read(third));
    }

    @Test
    void portsInPlaceOfEveryServerAreThoseAlone() throws Exception {
        Parameters every = new Parameters(PortRules.everyServer(), false, 60);
        assertEquals("", Parameter.LPORTS_RANGE.read(every));

        Parameters changed = set(every, "lports", "80");
        assertFalse(changed.rules().tracesEveryServer());
        assertEquals(Match.NONE, changed.rules().match(81, 40000, true));
    }

    @Test
    void deactivationTracesNothingAndKeepsStatistics() throws Exception {
        Parameters stats = set(set(NONE, "lports", "80"), "stats", "enable");
        assertFalse(stats.deactivated().rules().mayTrace(80, 80));
        assertTrue(stats.deactivated().stats());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lports | 70000 | lports is 70000; a port is 1..65535",
                "lports | 1,2,3,4,5,6,7 | lports is 1,2,3,4,5,6,7; that is 7 ports, the limit is 6;"
                        + " use a range, or a file with -c, which has no limit",
                "pports_range | 80 | pports_range is 80; a range is two numbers and 80 stands alone"
                        + " (the kernel module would ignore it); give its end",
                "stats | 2 | stats is 2; allowed are 0, 1, disable, enable",
                "stats_interval | 0 | stats_interval is 0; an interval in seconds is 1..86400",
                "lport | 80 | lport is not a parameter; did you mean lports?",
            })
    void aRefusalSaysWhatIsAllowed(String name, String text, String message) {
        ConfigurationException refusal =
                assertThrows(ConfigurationException.class, () -> set(NONE, name, text));
        assertEquals(message, refusal.getMessage());
    }

    private static Parameters set(Parameters into, String name, String text)
            throws ConfigurationException {
        return Parameter.named(name).write(into, new Value(name, text));
    }
}
