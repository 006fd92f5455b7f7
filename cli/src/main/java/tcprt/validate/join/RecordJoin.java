package tcprt.validate.join;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import tcprt.validate.record.Entry;

/**
 * Joins two piles of records of any size: first both are added, in any order, then the clocks are
 * found, then {@link #run} tells which belong together. What is added lies in temporary files.
 */
public final class RecordJoin implements Closeable {
    /** Sorted in memory at a time, for each side: some 300,000 records. */
    private static final int CHUNK_BYTES = 32 << 20;

    private final Path directory;
    private final EntrySorter kernel;
    private final EntryFile ours;
    private final ClockFinder clocks = new ClockFinder();

    /**
     * Starts empty.
     *
     * @param directory for temporary files, which need about the size of the plain logs, three
     *     times; emptied by {@link #close}
     */
    public RecordJoin(Path directory) throws IOException {
        this.directory = directory;
        this.kernel = new EntrySorter(directory, "kernel", CHUNK_BYTES);
        this.ours = EntryFile.create(directory.resolve("ours"));
    }

    /** Takes a record of either side; only read. */
    public void add(Entry entry) throws IOException {
        clocks.add(entry);
        if (entry.kernel) {
            kernel.add(entry);
        } else {
            ours.write(entry);
        }
    }

    /** How the two clocks differ, by all that was added. */
    public Clock findClock() {
        return clocks.find();
    }

    /**
     * Joins them.
     *
     * @param clock by which our starts are moved onto the kernel's clock
     */
    public void run(Clock clock, JoinHandler handler) throws IOException {
        kernel.sort();
        try (EntrySorter aligned = new EntrySorter(directory, "aligned", CHUNK_BYTES)) {
            ours.rewind();
            for (Entry entry = ours.read(); entry != null; entry = ours.read()) {
                entry.alignedMicros = clock.toKernel(entry.startMicros);
                aligned.add(entry);
            }
            aligned.sort();
            new Joiner(kernel, aligned, handler).run();
        }
    }

    @Override
    public void close() throws IOException {
        kernel.close();
        ours.close();
    }
}
