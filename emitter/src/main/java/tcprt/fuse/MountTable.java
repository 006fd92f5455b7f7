package tcprt.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is mounted where, as the kernel tells this process. */
final class MountTable {
    private static final Path MOUNT_INFO = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;

    private MountTable() {}

    /**
     * Type of the file system that is mounted on a directory, the last one if there are several;
     * empty if it is no mount point. Does not touch the directory itself.
     *
     * @param directory absolute and without symbolic links
     */
    static String typeAt(Path directory) throws IOException {
        return typeAt(directory.toString(), Files.readAllLines(MOUNT_INFO, StandardCharsets.UTF_8));
    }

    /** As above, of these lines (proc_pid_mountinfo(5)). */
    static String typeAt(String directory, List<String> lines) {
        String type = "";
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            int separator = List.of(words).indexOf("-");
            if (separator > MOUNT_POINT && unescaped(words[MOUNT_POINT]).equals(directory)) {
                type = words[separator + 1];
            }
        }
        return type;
    }

    /** Blanks and the like are written in octal there. */
    private static String unescaped(String word) {
        return word.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
