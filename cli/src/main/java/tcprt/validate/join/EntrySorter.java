package tcprt.validate.join;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import tcprt.validate.record.Entry;
import tcprt.validate.record.EntryCodec;

/**
 * Any number of entries by their start, in little memory: what fits is sorted and becomes a
 * temporary file, and in the end the files are merged. Entries that start together keep their
 * order.
 */
final class EntrySorter implements Closeable {
    private static final int LENGTH_BYTES = 2;

    /** The start by which it is sorted, in front of each entry in memory. */
    private static final int KEY_BYTES = 8;

    private final Path directory;
    private final String name;
    private final ByteBuffer chunk;
    private int[] offsets = new int[1024];
    private int count;
    private final List<EntryFile> runs = new ArrayList<>();
    private final PriorityQueue<Head> heads =
            new PriorityQueue<>(
                    (a, b) ->
                            a.key != b.key
                                    ? Long.compare(a.key, b.key)
                                    : Integer.compare(a.run, b.run));

    /** The first entry of a run that has not been taken. */
    private record Head(long key, int run, Entry entry) {}

    /**
     * Starts empty.
     *
     * @param directory for its files
     * @param name of its files, without their number
     * @param chunkBytes how much is sorted in memory at a time
     */
    EntrySorter(Path directory, String name, int chunkBytes) {
        this.directory = directory;
        this.name = name;
        this.chunk = ByteBuffer.allocate(chunkBytes);
    }

    /** Takes an entry; {@link Entry#alignedMicros} is what it is sorted by. */
    void add(Entry entry) throws IOException {
        if (chunk.remaining() < KEY_BYTES + LENGTH_BYTES + EntryCodec.MAX_BYTES) {
            writeRun();
        }
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
        }
        int at = chunk.position();
        offsets[count++] = at;
        chunk.putLong(entry.alignedMicros);
        EntryCodec.write(entry, chunk.position(at + KEY_BYTES + LENGTH_BYTES));
        chunk.putShort(at + KEY_BYTES, (short) (chunk.position() - at - KEY_BYTES - LENGTH_BYTES));
    }

    private void writeRun() throws IOException {
        if (count == 0) {
            return;
        }
        EntryFile run = EntryFile.create(directory.resolve(name + runs.size()));
        runs.add(run);
        for (int offset : inOrder()) {
            int length = Short.toUnsignedInt(chunk.getShort(offset + KEY_BYTES));
            // The start that was sorted by is not part of the entry: it goes in front again.
            run.write(chunk.array(), offset, KEY_BYTES + LENGTH_BYTES + length);
        }
        run.rewind();
        chunk.clear();
        count = 0;
    }

    private Integer[] inOrder() {
        Integer[] order = new Integer[count];
        for (int i = 0; i < count; i++) {
            order[i] = offsets[i];
        }
        // A stable sort; the starts are nearly sorted already, which it makes use of.
        Arrays.sort(order, (a, b) -> Long.compare(chunk.getLong(a), chunk.getLong(b)));
        return order;
    }

    /** Ends the adding; {@link #next} begins with the earliest. */
    void sort() throws IOException {
        writeRun();
        offsets = new int[0];
        for (int run = 0; run < runs.size(); run++) {
            advance(run);
        }
    }

    /** When the next entry starts; {@link Long#MAX_VALUE} if there is none. */
    long nextKey() {
        Head head = heads.peek();
        return head == null ? Long.MAX_VALUE : head.key;
    }

    /** Takes the next entry, or null at the end. */
    @Nullable Entry next() throws IOException {
        Head head = heads.poll();
        if (head == null) {
            return null;
        }
        advance(head.run);
        return head.entry;
    }

    private void advance(int run) throws IOException {
        Entry entry = runs.get(run).readKeyed();
        if (entry != null) {
            heads.add(new Head(entry.alignedMicros, run, entry));
        }
    }

    @Override
    public void close() throws IOException {
        for (EntryFile run : runs) {
            run.close();
        }
    }
}
