package tcprt.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that is looked at now and then for changes. Symbolic links on the way to it are followed
 * anew each time, so a file that is replaced by turning a link is noticed too, which a watch on its
 * directory would not.
 */
public final class WatchedFile {
    private record State(FileTime modified, long sizeBytes, @Nullable Object fileKey) {}

    private final Path path;
    private @Nullable State taken;
    private @Nullable State last;

    /** Takes note of how it is now. */
    public WatchedFile(Path path) {
        this.path = path;
        taken = state();
        last = taken;
    }

    /**
     * Whether it has changed since the last time this said so, and not since the last call: whoever
     * writes it may be in the middle of it. A file that is gone has not changed: it is about to be
     * replaced, or nothing can be learnt from it.
     */
    public boolean hasChanged() {
        State now = state();
        boolean settled = now != null && now.equals(last);
        last = now;
        if (!settled || Objects.equals(now, taken)) {
            return false;
        }
        taken = now;
        return true;
    }

    /** Whoever has just read the file need not be told. */
    public void take() {
        taken = state();
        last = taken;
    }

    private @Nullable State state() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new State(
                    attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            return null;
        }
    }
}
