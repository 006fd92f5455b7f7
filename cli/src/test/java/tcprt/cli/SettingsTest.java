package tcprt.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import tcprt.MirrorSettings;
import tcprt.TracerSettings.Release;
import tcprt.emit.Ipv6Text;
import tcprt.flow.PortRules;
import tcprt.flow.PortRules.Match;
import tcprt.flow.PortRules.PortRange;
import tcprt.parse.HttpParser;
import tcprt.parse.TlsParser;
import tcprt.task.MessageParser;

/** What options mean, alone and over a file. */
class SettingsTest {
    private static final String FILE =
            """
            global:
              stats: enable
              stats_interval: 30
              first_frame_bytes: [100, 2000, 0]
            per-port:
              - port: 443
                mode: https
                first_frame: enable
              - port: 8000,8100
            init:
              log_buf_num: 4
            tcprt:
              release: shutdown
              ipv6: module
              hz: 250
              local_addresses: [192.0.2.1, '2001:db8::1']
              connection_limit: 100
              segment_limit: 200
              payload_limit: 3
              undecided_close: 250ms
              default_mss: 536
              vxlan_ports: [4789, 8472]
              by_vni: true
              fragment_limit: 64
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void ownKeysOfTheFileAreHonoured() throws Exception {
        Settings settings = settings("-c", file(), "--mode", "default");
        assertEquals(Release.SHUTDOWN, settings.tracer().release());
        assertEquals(Ipv6Text.MODULE, settings.ipv6Text());
        assertEquals(250, settings.tracer().hz());
        assertEquals(100, settings.tracer().connectionLimit());
        assertEquals(200, settings.tracer().segmentLimit());
        assertEquals(3 << 20, settings.tracer().payloadLimitBytes());
        assertEquals(List.of(100, 2000), settings.tracer().portRules().mode(443).firstFrameBytes());
        assertEquals(List.of(), settings.tracer().portRules().mode(8000).firstFrameBytes());
        assertEquals(250_000_000L, settings.tracer().undecidedCloseNs());
        assertEquals(536, settings.tracer().defaultMssBytes());
        assertEquals(List.of(4789, 8472), settings.tracer().frames().vxlanPorts());
        assertTrue(settings.tracer().frames().byVni());
        assertEquals(64, settings.tracer().frames().fragmentLimit());
        List<byte[]> addresses = settings.tracer().localAddresses();
        assertEquals(2, addresses.size());
        assertArrayEquals(new byte[] {(byte) 192, 0, 2, 1}, addresses.get(0));
        byte[] ipv6 = {0x20, 0x01, 0x0d, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        assertArrayEquals(ipv6, addresses.get(1));
    }

    @Test
    void synMayBeRequiredAndObjectsAskedFor() throws Exception {
        Files.writeString(
                directory.resolve("tcprt.yaml"), "tcprt:\n  require_syn: true\n  format: json\n");
        String file = directory.resolve("tcprt.yaml").toString();
        assertFalse(settings().tracer().requireSyn());
        assertEquals("line", settings().format());
        assertTrue(settings("-c", file).tracer().requireSyn());
        assertEquals("json", settings("-c", file).format());
        assertFalse(settings("-c", file, "--no-require-syn").tracer().requireSyn());
        assertTrue(settings("--require-syn").tracer().requireSyn());
    }

    @Test
    void mirrorPortsAreReadAsTheFileSays() throws Exception {
        assertEquals(new MirrorSettings(true, 500_000, -1), settings().tracer().mirror());
        Files.writeString(
                directory.resolve("tcprt.yaml"),
                """
                tcprt:
                  duplicates: keep
                  duplicate_window: 2ms
                  reorder_window: off
                """);
        String file = directory.resolve("tcprt.yaml").toString();
        assertEquals(
                new MirrorSettings(false, 2_000_000, 0), settings("-c", file).tracer().mirror());
        assertEquals(
                new MirrorSettings(true, 2_000_000, 3_000_000),
                settings("-c", file, "--duplicates=drop", "--reorder-window", "3ms")
                        .tracer()
                        .mirror());
        assertEquals(
                MirrorSettings.REORDER_AUTO,
                settings("-c", file, "--reorder-window", "auto")
                        .tracer()
                        .mirror()
                        .reorderWindowNs());
    }

    @Test
    void optionWinsOverItsKeyAndLeavesTheOthers() throws Exception {
        Settings settings =
                settings(
                        "-c",
                        file(),
                        "--mode=default",
                        "--no-stats",
                        "--no-by-vni",
                        "--hz",
                        "1000",
                        "--local-addresses",
                        "::ffff:198.51.100.7",
                        "--log-buf-size=4096");
        assertFalse(settings.stats());
        assertFalse(settings.tracer().frames().byVni());
        assertEquals(30, settings.statsIntervalS());
        assertEquals(1000, settings.tracer().hz());
        assertEquals(Release.SHUTDOWN, settings.tracer().release());
        assertEquals(new BufferSize(4, 4096), settings.logBuffers());
        assertArrayEquals(
                new byte[] {(byte) 198, 51, 100, 7}, settings.tracer().localAddresses().get(0));
    }

    @Test
    void wrongValueInTheFileIsRefusedEvenIfAnOptionReplacesIt() throws Exception {
        Files.writeString(directory.resolve("tcprt.yaml"), "tcprt:\n  hz: 100\n");
        String file = directory.resolve("tcprt.yaml").toString();
        ConfigurationException refusal =
                assertThrows(
                        ConfigurationException.class, () -> settings("-c", file, "--hz", "250"));
        assertEquals(
                file
                        + ":2: tcprt.hz is 100; allowed are 1000, 250: the timer ticks per second of the traced kernel",
                refusal.getMessage());
    }

    @Test
    void portsOfTheCommandLineReplaceTheFilesListAsAWhole() throws Exception {
        PortRules rules = settings("-c", file(), "--pports", "3306").tracer().portRules();
        assertEquals(List.of(3306), rules.peerPorts());
        assertEquals(List.of(), rules.localPorts());
        assertEquals(List.of(), rules.localRanges());
    }

    @Test
    void modeOfTheCommandLineReplacesThatOfEveryPort() throws Exception {
        PortRules rules = settings("-c", file()).tracer().portRules();
        assertInstanceOf(TlsParser.class, parser(rules, 443));
        assertNull(rules.mode(8000).parsers());
        rules = settings("-c", file(), "--mode", "default").tracer().portRules();
        assertEquals(List.of(443), rules.localPorts());
        assertEquals(List.of(new PortRange(8000, 8100)), rules.localRanges());
        assertNull(rules.mode(443).parsers());
        rules = settings("-c", file(), "--mode", "http").tracer().portRules();
        assertInstanceOf(HttpParser.class, parser(rules, 443));
        assertInstanceOf(HttpParser.class, parser(rules, 8050));
    }

    @Test
    void modeIsThatOfPortsRangesAndEveryServer() throws Exception {
        for (String[] local :
                new String[][] {
                    {"--lports", "443"}, {"--pports=443", "--lports-range=443,445"}, {}
                }) {
            List<String> options = new ArrayList<>(List.of(local));
            options.addAll(List.of("--mode", "https"));
            Settings settings = settings(options.toArray(String[]::new));
            assertInstanceOf(TlsParser.class, parser(settings.tracer().portRules(), 443));
        }
    }

    private static MessageParser parser(PortRules rules, int port) {
        Supplier<MessageParser> parsers = rules.mode(port).parsers();
        assertNotNull(parsers, "port " + port + " is not parsed");
        return parsers.get();
    }

    @Test
    void moduleParametersKeepTheirOrder() throws Exception {
        PortRules rules =
                settings(
                                "--lports=80,3306",
                                "--lports-range=8000,8100,9000,9010",
                                "--pports=6379",
                                "--pports_range=5000,5000")
                        .tracer()
                        .portRules();
        assertEquals(List.of(80, 3306), rules.localPorts());
        assertEquals(
                List.of(new PortRange(8000, 8100), new PortRange(9000, 9010)), rules.localRanges());
        assertEquals(List.of(6379), rules.peerPorts());
        assertEquals(List.of(new PortRange(5000, 5000)), rules.peerRanges());
    }

    @Test
    void localWinsOverPeer() throws Exception {
        PortRules rules = settings("--pports=80", "--lports-range=1000,2000").tracer().portRules();
        assertEquals(Match.LOCAL, rules.match(1500, 80, false));
        assertEquals(Match.PEER, rules.match(2500, 80, false));
    }

    @Test
    void withoutPortsEveryServerIsTraced() throws Exception {
        assertTrue(settings().tracer().portRules().tracesEveryServer());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--lports | 1,2,3,4,5,6,7 | that is 7 ports, the limit is 6; use a range, or a file"
                        + " with -c, which has no limit",
                "--pports | 80,,90 | a port is 1..65535",
                "--pports | 80-90 | a port is 1..65535",
                "--lports | 99999999999999999999 | a port is 1..65535",
                "--lports-range | 80,100,1000 | a range is two numbers and 1000 stands alone (the"
                        + " kernel module would ignore it); give its end",
                "--pports-range | 1,2,3,4,5,6,7,8 | that is 4 ranges, the limit is 3; use a file"
                        + " with -c, which has no limit",
                "--pports-range | 100,80 | a range starts with its lower port: 80,100",
                "--mode | mysql | allowed are default, http, https",
                "--stats-interval | -1 | an interval in seconds is 1..86400",
                "--undecided-close | 3601s | a duration is a number with us, ms or s, such as"
                        + " 500ms, and at most 3600s",
                "--duplicate-window | 101ms | a duration is a number with us, ms or s, such as"
                        + " 500ms, and at most 100ms",
                "--reorder-window | 2 | auto, off, or a duration, which is a number with us, ms or"
                        + " s, such as 500ms, and at most 1s",
                "--vxlan-ports | 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17 | that is 17 ports, the"
                        + " limit is 16",
                "--vxlan-ports | 4789-4790 | a port is 1..65535",
                "--fragment-limit | 4097 | a number of packets is 1..4096",
                "--default-mss | 87 | an MSS in bytes is 88..65535",
            })
    void optionIsRefusedWithItsValue(String option, String value, String allowed) {
        ConfigurationException refusal =
                assertThrows(ConfigurationException.class, () -> settings(option, value));
        assertEquals(option + " is " + value + "; " + allowed, refusal.getMessage());
    }

    @Test
    void emptyListOfAddressesOfTheCommandLineMeansAny() throws Exception {
        Settings settings = settings("-c", file(), "--mode=default", "--local-addresses=");
        assertEquals(List.of(), settings.tracer().localAddresses());
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void everyKeyHasAnOptionOfTheSameName(Setting setting) {
        CommandLine command = ReplayCommand.commandLine(nowhere());
        assertNotNull(command.getCommandSpec().findOption(setting.option()));
        assertArrayEquals(
                new String[] {setting.option() + "=a_b"},
                TcprtCommand.withDashes(new String[] {"--" + setting.key() + "=a_b"}));
    }

    @Test
    void defaultsAreTheModules() throws Exception {
        Settings settings = settings();
        assertFalse(settings.stats());
        assertEquals(60, settings.statsIntervalS());
        assertEquals(new BufferSize(8, 262144), settings.logBuffers());
        assertEquals(new BufferSize(8, 16384), settings.statsBuffers());
        assertEquals(Ipv6Text.REAL, settings.ipv6Text());
        assertEquals(1000, settings.tracer().hz());
        assertEquals(List.of(4789), settings.tracer().frames().vxlanPorts());
        assertFalse(settings.tracer().frames().byVni());
    }

    @Test
    void switchesTakeNoValue() throws Exception {
        assertTrue(settings("--by-vni").tracer().frames().byVni());
        assertTrue(settings("--stats").stats());
    }

    private String file() throws IOException {
        return Files.writeString(directory.resolve("tcprt.yaml"), FILE).toString();
    }

    private static Settings settings(String... options) throws ConfigurationException {
        List<String> arguments = new ArrayList<>(List.of(TcprtCommand.withDashes(options)));
        arguments.add("capture.pcap");
        CommandLine command = ReplayCommand.commandLine(nowhere());
        command.parseArgs(arguments.toArray(String[]::new));
        ReplayCommand replay = command.getCommand();
        return replay.settings();
    }

    private static Surroundings nowhere() {
        return new Surroundings(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
                false,
                new Stop());
    }
}
