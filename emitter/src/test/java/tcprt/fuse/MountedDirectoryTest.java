package tcprt.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tcprt.emit.RelayRing;

/** With the kernel's own FUSE, and with cat, head, ls and the shell as they are. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MountedDirectoryTest {
    @TempDir private Path temporary;

    private final RelayRing ring = new RelayRing(4, 1000);
    private final List<String> written = new ArrayList<>();
    private Path place;
    private MountedDirectory directory;

    @BeforeEach
    void mount() throws IOException {
        assumeTrue(
                Files.isWritable(Path.of("/dev/fuse")) && new UnixSystem().getUid() == 0,
                "skipped: mounting needs root and /dev/fuse");
        place = temporary.resolve("tcp-rt");
        try {
            directory = MountedDirectory.mount(place, files());
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            assumeTrue(!why.contains("libfuse.so.2 is not there"), "skipped: " + why);
            throw e;
        }
    }

    @AfterEach
    void unmount() throws IOException {
        if (directory != null) {
            directory.close();
        }
        ring.close();
    }

    private Map<String, ServedFile> files() {
        Map<String, ServedFile> files = new LinkedHashMap<>();
        files.put("rt-network-log0", new RingFile(ring));
        files.put("deactivate", new TextFile(0600, () -> "", written::add));
        files.put("parameters/lports", new TextFile(0644, () -> "80,443", this::takeNumbers));
        return files;
    }

    private void takeNumbers(String text) throws IOException {
        if (!text.matches("[0-9,]+")) {
            throw new IOException("not a list of ports");
        }
        written.add(text);
    }

    @Test
    void catTakesWhatIsThereOnce() throws Exception {
        write("V6 R one", "V6 R two");

        assertEquals("V6 R one\nV6 R two\n", shell("cat tcp-rt/rt-network-log0"));
        assertEquals("", shell("cat tcp-rt/rt-network-log0"));
        write("V6 R three");
        assertEquals("V6 R three\n", shell("cat tcp-rt/rt-network-log0"));
    }

    @Test
    void twoReadersShareOnePosition() throws Exception {
        write("one", "two");

        // Both have it open at once; each gets what the other has not taken.
        assertEquals(
                "one,two,",
                shell(
                        "exec 3<tcp-rt/rt-network-log0 4<tcp-rt/rt-network-log0;"
                                + " head -c 4 <&3 | tr '\\n' ,; head -c 4 <&4 | tr '\\n' ,"));
        assertEquals("", shell("cat tcp-rt/rt-network-log0"));
    }

    @Test
    void aSmallReadCutsALineAndTheNextReaderGetsTheRest() throws Exception {
        write("0123456789", "abc");

        assertEquals("01234", shell("head -c 5 tcp-rt/rt-network-log0"));
        assertEquals("56789\nabc\n", shell("cat tcp-rt/rt-network-log0"));
    }

    @Test
    void aSlowReaderLosesWholeLinesAndTheyAreCounted() throws Exception {
        String line = "x".repeat(99);
        write(line); // 100 bytes with its newline, ten to a sub-buffer
        assertEquals(line.substring(50), shell("head -c 49 tcp-rt/rt-network-log0"));
        for (int i = 0; i < 60; i++) {
            write(String.format("%099d", i));
        }

        List<String> lines = shell("cat tcp-rt/rt-network-log0").lines().toList();

        assertEquals(line.substring(49), lines.get(0)); // begun before, so ended
        // Of 61 lines the last is alone in the seventh sub-buffer; three full ones are before it.
        assertEquals(1 + 31, lines.size());
        for (int i = 0; i < 31; i++) {
            assertEquals(29 + i, Integer.parseInt(lines.get(i + 1)));
        }
        assertEquals(60 - 31, ring.lostLines());
        assertEquals(100 * (60 - 31), ring.lostBytes());
    }

    @Test
    void catOfALiveRingGivesWholeLinesAndWithTheLostOnesAll() throws Exception {
        int count = 200_000;
        CompletableFuture<Void> writing =
                CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < count; i++) {
                                write("line " + i + " " + "-".repeat(i % 60));
                            }
                        });
        StringBuilder seen = new StringBuilder();
        boolean last;
        do {
            last = writing.isDone();
            seen.append(shell("cat tcp-rt/rt-network-log0"));
        } while (!last);

        int before = -1;
        int lines = 0;
        for (String line : seen.toString().lines().toList()) {
            String[] words = line.split(" ", -1);
            int number = Integer.parseInt(words[1]);
            assertEquals("line " + number + " " + "-".repeat(number % 60), line);
            assertTrue(number > before, line);
            before = number;
            lines++;
        }
        assertTrue(seen.toString().endsWith("\n"));
        assertEquals(count, lines + ring.lostLines());
        assertTrue(lines > 0 && ring.lostLines() > 0, lines + " lines");
    }

    @Test
    void theSizeIsWhatWasWrittenToFinishedSubBuffers() throws Exception {
        assertEquals("0\n", shell("stat -c %s tcp-rt/rt-network-log0"));
        for (int i = 0; i < 11; i++) {
            write("x".repeat(99));
        }
        assertEquals("1000\n", shell("stat -c %s tcp-rt/rt-network-log0"));
        shell("cat tcp-rt/rt-network-log0");
        assertEquals("1000\n", shell("stat -c %s tcp-rt/rt-network-log0")); // read or not
    }

    @Test
    void theDirectoryLooksLikeTheModules() throws Exception {
        assertEquals("deactivate\nparameters\nrt-network-log0\n", shell("ls tcp-rt"));
        assertEquals(
                """
                -r-------- tcp-rt/rt-network-log0
                -rw------- tcp-rt/deactivate
                -rw-r--r-- tcp-rt/parameters/lports
                drwxr-xr-x tcp-rt/parameters
                """,
                shell(
                        "stat -c '%A %n' tcp-rt/rt-network-log0 tcp-rt/deactivate"
                                + " tcp-rt/parameters/lports tcp-rt/parameters"));
        assertEquals("80,443\n", shell("cat tcp-rt/parameters/lports"));
        assertEquals("", shell("cat tcp-rt/nothing 2>/dev/null || true"));
    }

    @Test
    void echoWritesAndARefusalIsInvalidArgument() throws Exception {
        shell("echo 1 > tcp-rt/deactivate");
        shell("echo 8080,8081 > tcp-rt/parameters/lports");
        assertEquals(List.of("1", "8080,8081"), written);

        String refused = shell("echo http | tee tcp-rt/parameters/lports 2>&1 || true");
        assertTrue(refused.contains("Invalid argument"), refused);
        String log = shell("echo 1 | tee tcp-rt/rt-network-log0 2>&1 || true");
        assertTrue(log.contains("Permission denied"), log);
    }

    @Test
    void otherUsersMayEnterButNotReadWhatIsNotTheirs() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/setpriv")), "skipped: needs setpriv");
        shell("chmod 755 .");
        write("one");

        String asNobody = "setpriv --reuid 65534 --regid 65534 --clear-groups ";
        assertEquals("80,443\n", shell(asNobody + "cat tcp-rt/parameters/lports"));
        String refused = shell(asNobody + "cat tcp-rt/rt-network-log0 2>&1 || true");
        assertTrue(refused.contains("Permission denied"), refused);
        assertEquals("one\n", shell("cat tcp-rt/rt-network-log0"));
    }

    @Test
    void aReaderThatHangsKeepsNobodyWaiting() throws Exception {
        write("one", "two");
        // Has taken a line and is stopped with the file open.
        Process hanging =
                new ProcessBuilder("sh", "-c", "exec 3<tcp-rt/rt-network-log0; head -c 4 <&3; cat")
                        .directory(temporary.toFile())
                        .start();
        assertEquals("one\n", new String(hanging.getInputStream().readNBytes(4), US_ASCII));
        shell("kill -STOP " + hanging.pid());
        try {
            write("three");
            assertEquals("two\nthree\n", shell("cat tcp-rt/rt-network-log0"));
            directory.close(); // although the file is open
            assertEquals("", MountTable.typeAt(place.toRealPath()));
        } finally {
            hanging.destroyForcibly().waitFor();
        }
    }

    @Test
    void closingUnmounts() throws Exception {
        assertEquals("fuse.tcprt", MountTable.typeAt(place.toRealPath()));
        directory.close();
        directory.close();
        assertEquals("", MountTable.typeAt(place.toRealPath()));
        assertEquals("", shell("ls tcp-rt"));
    }

    @Test
    void aPlaceThatIsServedIsRefused() {
        IOException refusal =
                assertThrows(
                        IOException.class, () -> MountedDirectory.mount(place, files()).close());
        assertEquals(
                place + ": another tcprt serves it; end that one, or choose another",
                refusal.getMessage());
    }

    @Test
    void aPlaceThatIsNotEmptyIsRefused() throws Exception {
        Files.createFile(temporary.resolve("something"));
        IOException refusal =
                assertThrows(
                        IOException.class,
                        () -> MountedDirectory.mount(temporary, files()).close());
        assertTrue(String.valueOf(refusal.getMessage()).contains("is not empty"));
        IOException file =
                assertThrows(
                        IOException.class,
                        () ->
                                MountedDirectory.mount(temporary.resolve("something"), files())
                                        .close());
        assertTrue(String.valueOf(file.getMessage()).contains("cannot be used to mount on"));
    }

    @Test
    void whatAKilledProcessLeftIsTakenAway() throws Exception {
        directory.close();
        Process killed =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "tcprt.fuse.MountedDirectoryTest$Victim",
                                place.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertEquals('m', killed.getInputStream().read());
        killed.destroyForcibly().waitFor();
        String dead = shell("ls tcp-rt 2>&1 || true");
        assertTrue(dead.contains("not connected"), dead);

        directory = MountedDirectory.mount(place, files());
        write("one");
        assertEquals("one\n", shell("cat tcp-rt/rt-network-log0"));
    }

    /** Mounts and waits to be killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            MountedDirectory.mount(Path.of(arguments[0]), Map.of());
            System.out.print("m");
            System.out.flush();
            Thread.sleep(60_000);
        }
    }

    private void write(String... lines) {
        for (String line : lines) {
            byte[] bytes = (line + "\n").getBytes(US_ASCII);
            ring.write(bytes, 0, bytes.length);
        }
    }

    private static final Charset US_ASCII = StandardCharsets.US_ASCII;

    /** What a shell in the directory above says; it must succeed. */
    private String shell(String script) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("sh", "-c", script)
                        .directory(temporary.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), US_ASCII);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), script);
        assertEquals(0, process.exitValue(), script);
        return text;
    }
}
