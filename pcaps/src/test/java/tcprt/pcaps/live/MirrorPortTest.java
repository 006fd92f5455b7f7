package tcprt.pcaps.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine behind a mirror port or a tap sees what the server sees: in a third namespace, to which
 * the server's interface copies what it receives and what it sends.
 */
@Timeout(120)
class MirrorPortTest {
    private static final String PORT = "--lports=" + Lab.REDIS;

    /** What the way to the mirror adds is not what is tested here. */
    private static final long ANY_TIME_MICROS = 10_000_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Lab lab;

    @SuppressWarnings("NullAway.Init")
    private Namespace tap;

    @BeforeEach
    void connect() throws IOException {
        lab = new Lab(directory);
        tap = new Namespace(directory);
        for (int leg = 0; leg < 2; leg++) {
            lab.server.ip(
                    "link add leg"
                            + leg
                            + " type veth peer name tap"
                            + leg
                            + " netns "
                            + tap.name());
            lab.server.ip("link set leg" + leg + " up");
            tap.ip("link set tap" + leg + " up");
        }
        lab.server.run(Tool.command("tc", "qdisc add dev srv0 clsact"));
    }

    @AfterEach
    @SuppressWarnings("NullAway") // null where there are no namespaces
    void disconnect() throws IOException {
        if (tap != null) {
            tap.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    /** Copies one direction of the server's interface to a leg. */
    private void mirror(String direction, String leg) throws IOException {
        try (Child tc =
                lab.server.start(
                        Tool.command(
                                "tc",
                                "filter add dev srv0 "
                                        + direction
                                        + " protocol all u32 match u32 0 0 action mirred egress mirror dev "
                                        + leg))) {
            tc.await(() -> !tc.isAlive(), "ends");
            assumeTrue(tc.exitCode() == 0, () -> "this kernel cannot mirror: " + tc);
        }
    }

    @Test
    void oneMirrorPortForBothDirections() throws IOException {
        mirror("ingress", "leg0");
        mirror("egress", "leg0");
        compare("tap0");
    }

    @Test
    void twoLegsOfATapAreOneCaptureInTheOrderOfTime() throws IOException {
        mirror("ingress", "leg0");
        mirror("egress", "leg1");
        compare("tap0,tap1");
    }

    private void compare(String interfaces) throws IOException {
        Path host = directory.resolve("host");
        Path mirrored = directory.resolve("mirrored");
        Path pcap = directory.resolve("ours.pcap");
        lab.startRedis();
        try (Child onHost = Tcprt.run(lab.server, "-i srv0 " + PORT + " -o " + host);
                Child onMirror =
                        Tcprt.run(
                                tap,
                                "-i "
                                        + interfaces
                                        + " "
                                        + PORT
                                        + " --vantage mirror -o "
                                        + mirrored
                                        + " --write-pcap "
                                        + pcap)) {
            lab.requests(3000, 4);
            onHost.terminate(0);
            onMirror.terminate(0);
        }
        String log = Files.readString(mirrored.resolve("rt-network-log0"));
        assertEquals(3001, Lab.lines(log, "R").size());
        assertEquals(
                Tcprt.replayed(pcap, directory.resolve("again"), PORT, "--vantage=mirror"), log);
        SameLines.check(Files.readString(host.resolve("rt-network-log0")), log, ANY_TIME_MICROS);
    }
}
