package tcprt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tcprt.emit.LineTarget;
import tcprt.emit.RotatingTarget;
import tcprt.emit.Rotation;
import tcprt.emit.StreamTarget;

/** The files of a run that lines are added to. */
final class RotatingFiles {
    private final Rotation rotation;
    private final Notices notices;
    private final List<RotatingTarget> files = new CopyOnWriteArrayList<>();

    RotatingFiles(Rotation rotation, Notices notices) {
        this.rotation = rotation;
        this.notices = notices;
    }

    /** Opens one; owned by the caller. A device or a pipe keeps nothing and is written as it is. */
    LineTarget open(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            return StreamTarget.file(path, StandardOpenOption.WRITE);
        }
        RotatingTarget file =
                new RotatingTarget(path, rotation, InstantSource.system(), notices::say);
        files.add(file);
        return file;
    }

    /** Opens all of them again by their names, with every shard at rest. */
    void reopen() {
        files.forEach(RotatingTarget::reopen);
    }

    /** Lines that could not be written. */
    long lostLines() {
        return files.stream().mapToLong(RotatingTarget::lostLines).sum();
    }
}
