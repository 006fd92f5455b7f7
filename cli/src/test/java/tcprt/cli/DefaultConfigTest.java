package tcprt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultConfigTest {
    @TempDir private Path directory = Path.of("");

    @Test
    void firstPlaceWithAFileWins() throws IOException {
        String first = directory.resolve("first.yaml").toString();
        String second = directory.resolve("second.yaml").toString();
        assertNull(DefaultConfig.find(List.of(first, second)));
        Files.createFile(Path.of(second));
        assertEquals(second, DefaultConfig.find(List.of(first, second)));
        Files.createFile(Path.of(first));
        assertEquals(first, DefaultConfig.find(List.of(first, second)));
    }
}
