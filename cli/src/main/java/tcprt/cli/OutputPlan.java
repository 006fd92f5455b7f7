package tcprt.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tcprt.emit.LineTarget;
import tcprt.emit.RelayRing;
import tcprt.emit.RingTarget;
import tcprt.emit.StreamTarget;

/**
 * Where lines and rows will go: the kernel's files in a directory, or standard output. Nothing is
 * created before it is opened, and nothing that exists is replaced unless forced.
 */
final class OutputPlan implements LinePlaces {
    private static final String LOG = "rt-network-log";
    private static final String STATS = "rt-network-stats";

    /** Opens a file to which lines are added. */
    interface Appending {
        LineTarget open(Path file) throws IOException;
    }

    /** What becomes of the files of an earlier run. */
    enum Existing {
        /** They stand in the way. */
        REFUSE,
        /** They are deleted. */
        REPLACE,
        /** Lines are added to them. */
        APPEND
    }

    private final @Nullable Path directory;
    private final @Nullable Path statsFile;
    private final boolean ownStatsFile;
    private final Existing existing;
    private final boolean ring;
    private final SharedStream standardOutput;
    private final Appending appending;

    /**
     * Makes a plan.
     *
     * @param directory created if need be; null for standard output
     * @param statsFile where statistics go instead of the directory; null for the directory
     * @param existing what becomes of files of an earlier run
     * @param ring whether each file is cut to what the kernel's ring would still hold
     * @param appending asked for every file if they are added to
     */
    OutputPlan(
            @Nullable Path directory,
            @Nullable Path statsFile,
            Existing existing,
            boolean ring,
            OutputStream standardOutput,
            Appending appending) {
        this.directory = directory;
        this.ownStatsFile = statsFile != null;
        this.statsFile =
                statsFile == null && directory != null ? directory.resolve(STATS) : statsFile;
        this.existing = existing;
        this.ring = ring;
        this.standardOutput = new SharedStream(standardOutput);
        this.appending = appending;
    }

    @Override
    public boolean hasPlaceForStats() {
        return statsFile != null;
    }

    @Override
    public boolean hasStatsFile() {
        return ownStatsFile;
    }

    /**
     * Makes sure that nothing of an earlier run would be overwritten or mixed with this one.
     * Changes nothing.
     *
     * @throws ConfigurationException if something is there and force was not given
     * @throws IOException if the directory cannot be read; the message is complete
     */
    void check() throws ConfigurationException, IOException {
        for (Path file : earlierFiles()) {
            if (existing == Existing.REFUSE) {
                throw new ConfigurationException(
                        file + ": it exists; use --force to replace it, or another -o DIR");
            }
        }
    }

    /**
     * Removes the files of an earlier run, if {@link #check} has allowed that, and makes room.
     *
     * @throws IOException if that cannot be done; the message is complete
     */
    @Override
    public void prepare() throws IOException {
        if (existing != Existing.APPEND) {
            deleteEarlierFiles();
        }
        if (directory != null) {
            try {
                Files.createDirectories(directory);
            } catch (IOException e) {
                throw unusable(directory, "cannot be created", e);
            }
        }
    }

    private void deleteEarlierFiles() throws IOException {
        for (Path file : earlierFiles()) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw unusable(file, "cannot be replaced", e);
            }
        }
    }

    private static IOException unusable(Path path, String what, IOException e) {
        return new IOException(
                path
                        + ": "
                        + what
                        + ": "
                        + FileProblem.reason(e)
                        + "; choose another place with -o DIR, or -o - for standard output",
                e);
    }

    /** Regular files only: a device or a pipe keeps nothing and is written as it is. */
    private List<Path> earlierFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        if (directory != null && Files.exists(directory)) {
            try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, LOG + "[0-9]*")) {
                for (Path log : logs) {
                    if (Files.isRegularFile(log)) {
                        files.add(log);
                    }
                }
            } catch (NotDirectoryException e) {
                throw new IOException(
                        directory
                                + ": is not a directory; choose one with -o DIR, or -o - for"
                                + " standard output",
                        e);
            } catch (IOException e) {
                throw unusable(directory, "cannot be read", e);
            }
            files.sort(null);
        }
        if (statsFile != null && Files.isRegularFile(statsFile)) {
            files.add(statsFile);
        }
        return files;
    }

    @Override
    public LineTarget openLog(int shard, BufferSize size) throws IOException {
        LineTarget target =
                directory == null
                        ? new StreamTarget("standard output", standardOutput)
                        : create(directory.resolve(LOG + shard));
        return ringed(target, size);
    }

    @Override
    public LineTarget openStats(BufferSize size) throws IOException {
        if (statsFile == null) {
            throw new IllegalStateException("no place for statistics");
        }
        return ringed(create(statsFile), size);
    }

    private LineTarget create(Path file) throws IOException {
        if (existing == Existing.APPEND) {
            return appending.open(file);
        }
        if (Files.exists(file)) {
            return StreamTarget.file(file, StandardOpenOption.WRITE);
        }
        return StreamTarget.file(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private LineTarget ringed(LineTarget target, BufferSize size) {
        return ring ? new RingTarget(new RelayRing(size.count(), size.bytes()), target) : target;
    }

    @Override
    public String describe(int shards) {
        if (directory == null) {
            return "standard output";
        }
        Path first = directory.resolve(LOG + "0");
        return shards == 1 ? first.toString() : first + " to " + LOG + (shards - 1);
    }
}
