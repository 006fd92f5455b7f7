package tcprt.pcaps.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files an administrator installs, looked at by the programs that will read them. */
class UnitFilesTest {
    private static final Path PACKAGING = Path.of("..", "packaging");

    /** Each of these gives a service a mount namespace of its own (systemd.exec(5)). */
    private static final List<String> MOUNT_SANDBOX =
            List.of(
                    "BindPaths",
                    "BindReadOnlyPaths",
                    "DynamicUser",
                    "InaccessiblePaths",
                    "MountFlags",
                    "PrivateDevices",
                    "PrivateMounts",
                    "PrivateTmp",
                    "ProcSubset",
                    "ProtectClock",
                    "ProtectControlGroups",
                    "ProtectHome",
                    "ProtectHostname",
                    "ProtectKernelLogs",
                    "ProtectKernelModules",
                    "ProtectKernelTunables",
                    "ProtectProc",
                    "ProtectSystem",
                    "ReadOnlyPaths",
                    "ReadWritePaths",
                    "RootDirectory",
                    "TemporaryFileSystem");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"tcprt.service", "tcprt-fuse.service"})
    void systemdUnderstandsTheUnit(String name) throws IOException {
        // It looks for the program too, which is not installed here.
        Path program = Files.createFile(directory.resolve("tcprt"));
        assertTrue(program.toFile().setExecutable(true));
        Files.writeString(
                directory.resolve(name), unit(name).replace("/usr/bin/tcprt", "" + program));
        try (Child verify =
                Child.start(
                        directory,
                        List.of(Tool.path("systemd-analyze"), "verify", "--man=no", name))) {
            verify.awaitEnd(0);
            assertEquals(
                    List.of(), // it says other things of the machine's own units
                    verify.err().lines().filter(line -> line.contains("tcprt")).toList());
        }
    }

    @Test
    void whatIsMountedIsSeenFromOutside() throws IOException {
        try (Stream<String> lines = unit("tcprt-fuse.service").lines()) {
            List<String> keys = lines.map(line -> line.split("=", 2)[0]).toList();
            assertEquals(List.of(), keys.stream().filter(MOUNT_SANDBOX::contains).toList());
        }
    }

    @Test
    void systemdUnderstandsTheUser() throws IOException {
        String said =
                Child.run(
                        directory,
                        List.of(
                                Tool.path("systemd-sysusers"),
                                "--dry-run",
                                "" + PACKAGING.resolve("systemd/tcprt.sysusers").toRealPath()));
        assertTrue(said.isEmpty() || said.contains("tcprt"), said);
    }

    @Test
    void logrotateUnderstandsItsFile() throws IOException {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Files.writeString(logs.resolve("rt-network-log0"), "V6 \n");
        Files.writeString(logs.resolve("rt-network-log0.1"), "V6 \n");
        Path file =
                Files.writeString(
                        directory.resolve("logrotate"),
                        Files.readString(PACKAGING.resolve("logrotate"))
                                .replace("/var/log/tcp-rt", "" + logs)
                                .replace("su tcprt tcprt", "su root root"));
        try (Child logrotate =
                Child.start(
                        directory,
                        List.of(
                                Tool.path("logrotate"),
                                "--debug",
                                "--force",
                                "--state",
                                "" + directory.resolve("state"),
                                "" + file))) {
            logrotate.awaitEnd(0);
            String said = logrotate.err() + logrotate.out();
            assertTrue(said.contains("considering log " + logs + "/rt-network-log0\n"), said);
            assertTrue(!said.contains("considering log " + logs + "/rt-network-log0.1"), said);
            assertTrue(!said.contains("error:"), said);
        }
    }

    private static String unit(String name) throws IOException {
        return Files.readString(PACKAGING.resolve("systemd").resolve(name));
    }
}
