package tcprt.service;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFileTest {
    @TempDir private Path directory;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("tcprt.yaml"), "global:\n");
    }

    @Test
    void aChangeIsToldOnceWhenItHasSettled() throws IOException {
        WatchedFile watched = new WatchedFile(file);
        assertFalse(watched.hasChanged());

        Files.writeString(file, "global:\n  stats: enable\n");
        assertFalse(watched.hasChanged()); // it may go on
        assertTrue(watched.hasChanged());
        assertFalse(watched.hasChanged());
    }

    @Test
    void theSameLengthAtAnotherTimeIsAChange() throws IOException {
        WatchedFile watched = new WatchedFile(file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        watched.hasChanged();
        assertTrue(watched.hasChanged());
    }

    @Test
    void aLinkThatIsTurnedIsAChange() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("current"), file);
        WatchedFile watched = new WatchedFile(link);
        Path next = Files.writeString(directory.resolve("next.yaml"), "global:\n");
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
        Files.move(
                Files.createSymbolicLink(directory.resolve("new"), next),
                link,
                StandardCopyOption.ATOMIC_MOVE);
        watched.hasChanged();
        assertTrue(watched.hasChanged());
    }

    @Test
    void aFileThatIsGoneHasNotChangedUntilItIsBack() throws IOException {
        WatchedFile watched = new WatchedFile(file);
        Files.delete(file);
        assertFalse(watched.hasChanged());
        assertFalse(watched.hasChanged());
        Files.writeString(file, "global:\n  stats: enable\n");
        assertFalse(watched.hasChanged());
        assertTrue(watched.hasChanged());
    }

    @Test
    void whoeverHasReadItNeedNotBeTold() throws IOException {
        WatchedFile watched = new WatchedFile(file);
        Files.writeString(file, "global:\n  stats: enable\n");
        watched.take();
        assertFalse(watched.hasChanged());
        assertFalse(watched.hasChanged());
    }
}
