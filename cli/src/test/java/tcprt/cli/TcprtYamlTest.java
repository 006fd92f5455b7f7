package tcprt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tcprt.flow.PortMode;
import tcprt.flow.PortRules.Match;
import tcprt.flow.PortRules.PortRange;

class TcprtYamlTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    /** What is wrong, the file, and what is said after the file's name. */
    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        "a port out of range",
                        "per-port:\n  - port: 80\n  - mode: default\n    port: 70000\n",
                        ":4: per-port[1].port is 70000; a port is 1..65535"),
                Arguments.of(
                        "port 0",
                        "per-port:\n  - port: 0\n",
                        ":2: per-port[0].port is 0; a port is 1..65535"),
                Arguments.of(
                        "an octal port",
                        "per-port:\n  - port: 0443\n",
                        ":2: per-port[0].port is 0443; a port is 1..65535"),
                Arguments.of(
                        "a range upside down",
                        "per-port:\n  - port: 90,80\n",
                        ":2: per-port[0].port is 90,80; a range starts with its lower port: 80,90"),
                Arguments.of(
                        "three ports",
                        "per-port:\n  - port: 80,90,100\n",
                        ":2: per-port[0].port is 80,90,100; write one port, 443, or one closed"
                                + " range, 56789,56800"),
                Arguments.of(
                        "a list of ports",
                        "per-port:\n  - port: [80, 90]\n",
                        ":2: per-port[0].port is a list; it takes one value"),
                Arguments.of(
                        "no port",
                        "per-port:\n  - mode: default\n",
                        ":2: per-port[0] has no port; write port: 443, or port: 56789,56800"),
                Arguments.of(
                        "an empty port",
                        "per-port:\n  - port:\n",
                        ":2: per-port[0].port is empty; a port is 1..65535"),
                Arguments.of(
                        "per-port as a map",
                        "per-port:\n  port: 80\n",
                        ":2: per-port is a map; it is a list, every entry starts with -"),
                Arguments.of(
                        "an unknown mode",
                        "per-port:\n  - port: 80\n    mode: mysql\n",
                        ":3: per-port[0].mode is mysql; allowed are default, http, https"),
                Arguments.of(
                        "a YAML boolean where the service has words",
                        "global:\n  stats: true\n",
                        ":2: global.stats is true; allowed are enable, disable"),
                Arguments.of(
                        "a word where the service has a boolean",
                        "global:\n  peer: enable\n",
                        ":2: global.peer is enable; allowed are true, false"),
                Arguments.of(
                        "an interval of nothing",
                        "global:\n  stats_interval: 0\n",
                        ":2: global.stats_interval is 0; an interval in seconds is 1..86400"),
                Arguments.of(
                        "a fraction of an interval",
                        "global:\n  stats_interval: 1.5\n",
                        ":2: global.stats_interval is 1.5; an interval in seconds is 1..86400"),
                Arguments.of(
                        "five thresholds",
                        "global:\n  first_frame_bytes: [1, 2, 3, 4, 5]\n",
                        ":2: global.first_frame_bytes is 1,2,3,4,5; up to 4 ascending numbers of"
                                + " bytes are allowed, 0 ends the list"),
                Arguments.of(
                        "thresholds behind the end of their list",
                        "global:\n  first_frame_bytes: [100, 0, 200]\n",
                        ":2: global.first_frame_bytes is 100,0,200; up to 4 ascending numbers of"
                                + " bytes are allowed, 0 ends the list"),
                Arguments.of(
                        "an unknown key with a near one",
                        "global:\n  peer: false\n  stats_intervall: 60\n",
                        ":3: global.stats_intervall is not a key; did you mean stats_interval?"),
                Arguments.of(
                        "an unknown section with a near one",
                        "per_port:\n  - port: 80\n",
                        ":1: per_port is not a key; did you mean per-port?"),
                Arguments.of(
                        "an unknown key with none near",
                        "init:\n  colour: red\n",
                        ":2: init.colour is not a key; allowed are log_buf_num, log_buf_size,"
                                + " stats_buf_num, stats_buf_size"),
                Arguments.of(
                        "an unknown key of a port",
                        "per-port:\n  - prot: 80\n",
                        ":2: per-port[0].prot is not a key; did you mean port?"),
                Arguments.of(
                        "a key of another section",
                        "init:\n  hz: 250\n",
                        ":2: init.hz is not a key; allowed are log_buf_num, log_buf_size,"
                                + " stats_buf_num, stats_buf_size"),
                Arguments.of(
                        "a key that occurs twice",
                        "global:\n  stats: enable\n  peer: true\n  stats: disable\n",
                        ":4: global.stats occurs again, first in line 2; keep one"),
                Arguments.of(
                        "a section that occurs twice",
                        "init:\n  log_buf_num: 8\ninit:\n  stats_buf_num: 8\n",
                        ":3: init occurs again, first in line 1; keep one"),
                Arguments.of(
                        "a section that is a word",
                        "global: stats\n",
                        ":1: global is stats; it is a map of peer, stats, stats_interval,"
                                + " first_frame_bytes"),
                Arguments.of(
                        "a file that is a list",
                        "- port: 80\n",
                        ":1: the file is a list; it is a map of global, per-port, init, tcprt"),
                Arguments.of(
                        "a size below a line's",
                        "init:\n  log_buf_size: 512\n",
                        ":2: init.log_buf_size is 512; a size in bytes is 1024..16777216"),
                Arguments.of(
                        "a value that is a map",
                        "init:\n  log_buf_num: {count: 8}\n",
                        ":2: init.log_buf_num is a map; it takes one value"),
                Arguments.of(
                        "ticks of no kernel we know",
                        "tcprt:\n  hz: 100\n",
                        ":2: tcprt.hz is 100; allowed are 1000, 250: the timer ticks per second of the"
                                + " traced kernel"),
                Arguments.of(
                        "a host name as an address",
                        "tcprt:\n  local_addresses: [192.0.2.1, localhost]\n",
                        ":2: tcprt.local_addresses is 192.0.2.1,localhost; an address is IPv4,"
                                + " 192.0.2.1, or IPv6, 2001:db8::1; separate by commas"),
                Arguments.of(
                        "an empty address among others",
                        "tcprt:\n  local_addresses: [192.0.2.1, '']\n",
                        ":2: tcprt.local_addresses is 192.0.2.1,; an address is IPv4, 192.0.2.1, or"
                                + " IPv6, 2001:db8::1; separate by commas"),
                Arguments.of(
                        "an address with an octet too large",
                        "tcprt:\n  local_addresses: 192.0.2.256\n",
                        ":2: tcprt.local_addresses is 192.0.2.256; an address is IPv4, 192.0.2.1,"
                                + " or IPv6, 2001:db8::1; separate by commas"),
                Arguments.of(
                        "an address with a zone of this host",
                        "tcprt:\n  local_addresses: 'fe80::1%lo'\n",
                        ":2: tcprt.local_addresses is fe80::1%lo; an address is IPv4, 192.0.2.1,"
                                + " or IPv6, 2001:db8::1; separate by commas"),
                Arguments.of(
                        "a duration without a unit",
                        "tcprt:\n  undecided_close: 1\n",
                        ":2: tcprt.undecided_close is 1; a duration is a number with us, ms or s,"
                                + " such as 500ms, and at most 3600s"),
                Arguments.of(
                        "a way of release that does not exist",
                        "tcprt:\n  release: abort\n",
                        ":2: tcprt.release is abort; allowed are close, shutdown"),
                Arguments.of(
                        "a merge key, which is not one of ours",
                        "global: &g\n  peer: true\ninit:\n  <<: *g\n",
                        ":4: init.<< is not a key; allowed are log_buf_num, log_buf_size,"
                                + " stats_buf_num, stats_buf_size"),
                Arguments.of(
                        "an alias into itself",
                        "global: &g\n  peer: *g\n",
                        ":1: global.peer is a map; it takes one value"),
                Arguments.of(
                        "a tag that names a class",
                        "global:\n  stats: !!javax.script.ScriptEngineManager enable\n",
                        ":2: not readable as YAML: Global tag is not allowed:"
                                + " tag:yaml.org,2002:javax.script.ScriptEngineManager"),
                Arguments.of(
                        "no YAML",
                        "global:\n  peer: [\n",
                        ":3: not readable as YAML: expected the node content, but found '<stream end>'"),
                Arguments.of(
                        "a tab as indentation",
                        "global:\n\tpeer: true\n",
                        ":2: not readable as YAML: found character '\\t(TAB)' that cannot start any token."
                                + " (Do not use \\t(TAB) for indentation)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void isRefusedWithItsLine(String what, String yaml, String message) throws IOException {
        String file = write(yaml);
        ConfigurationException refusal =
                assertThrows(ConfigurationException.class, () -> read(file));
        assertEquals(file + message, refusal.getMessage());
    }

    @Test
    void missingFileIsRefused() {
        String file = directory.resolve("tcprt.yaml").toString();
        ConfigurationException refusal =
                assertThrows(ConfigurationException.class, () -> read(file));
        assertEquals(file + ": no such file", refusal.getMessage());
    }

    @Test
    void everyKeyOfTheServiceIsHonoured() throws Exception {
        // The guide's example.
        Settings settings =
                read(
                        write(
                                """
                                global:
                                  peer: false              # default side
                                  stats: enable            # enable | disable
                                  stats_interval: 30       # seconds
                                  first_frame_bytes: [100, 2000, 20000, 0]
                                per-port:
                                  -
                                    port: 443
                                    mode: https
                                    first_frame: enable
                                  -
                                    port: 56789,56800      # closed range
                                    mode: default
                                    peer: true
                                init:
                                  log_buf_num: 4
                                  log_buf_size: 65536
                                  stats_buf_num: 2
                                  stats_buf_size: 4096
                                """));
        assertEquals(true, settings.stats());
        assertEquals(30, settings.statsIntervalS());
        assertEquals(new BufferSize(4, 65536), settings.logBuffers());
        assertEquals(new BufferSize(2, 4096), settings.statsBuffers());
        assertEquals(List.of(443), settings.tracer().portRules().localPorts());
        PortMode mode = settings.tracer().portRules().mode(443);
        assertNotNull(mode.parsers());
        assertEquals(List.of(100, 2000, 20000), mode.firstFrameBytes());
        assertEquals(
                List.of(new PortRange(56789, 56800)), settings.tracer().portRules().peerRanges());
        assertEquals(Match.PEER, settings.tracer().portRules().match(1024, 56800, false));
        assertEquals(Match.NONE, settings.tracer().portRules().match(1024, 56801, false));
    }

    @Test
    void globalPeerIsTheSideOfPortsThatSayNone() throws Exception {
        Settings settings =
                read(
                        write(
                                """
                                global:
                                  peer: true
                                per-port:
                                  - port: 3306
                                  - port: 80
                                    peer: false
                                """));
        assertEquals(List.of(3306), settings.tracer().portRules().peerPorts());
        assertEquals(List.of(80), settings.tracer().portRules().localPorts());
    }

    @Test
    void theOrderOfSectionsDoesNotMatter() throws Exception {
        Settings settings = read(write("per-port:\n  - port: 3306\nglobal:\n  peer: true\n"));
        assertEquals(List.of(3306), settings.tracer().portRules().peerPorts());
    }

    @Test
    void emptyFileAndEmptySectionsMeanTheDefaults() throws Exception {
        for (String yaml : List.of("", "# nothing\n", "global:\nper-port:\ninit:\ntcprt:\n")) {
            Settings settings = read(write(yaml));
            assertEquals(false, settings.stats());
            assertEquals(60, settings.statsIntervalS());
            assertEquals(new BufferSize(8, 262144), settings.logBuffers());
            assertEquals(new BufferSize(8, 16384), settings.statsBuffers());
            assertTrue(settings.tracer().portRules().tracesEveryServer());
        }
    }

    @Test
    void emptyListsMeanTheDefaults() throws Exception {
        for (String empty : List.of("[]", "", "''")) {
            Settings settings =
                    read(
                            write(
                                    """
                                    global:
                                      first_frame_bytes: %s
                                    tcprt:
                                      local_addresses: %s
                                    """
                                            .formatted(empty, empty)));
            assertEquals(List.of(), settings.tracer().localAddresses());
        }
    }

    @Test
    void directoryIsRefused() {
        ConfigurationException refusal =
                assertThrows(ConfigurationException.class, () -> read(directory.toString()));
        assertEquals(
                directory
                        + ": is a directory; name the file in it, as in "
                        + directory.resolve("tcprt.yaml"),
                refusal.getMessage());
    }

    private String write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("tcprt.yaml"), yaml).toString();
    }

    private static Settings read(String file) throws ConfigurationException {
        SettingsBuilder builder = new SettingsBuilder();
        TcprtYaml.read(file, builder);
        return builder.build();
    }
}
