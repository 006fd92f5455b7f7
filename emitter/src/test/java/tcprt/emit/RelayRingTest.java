package tcprt.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RelayRingTest {
    @Test
    void aLineThatDoesNotFitStartsTheNextSubBuffer() {
        RelayRing ring = new RelayRing(4, 10);
        write(ring, "aaa\n", "bbb\n"); // 8 of 10 bytes

        assertEquals(0, ring.cumulativeBytes());
        write(ring, "ccc\n");

        assertEquals(8, ring.cumulativeBytes()); // without the two bytes of padding
        assertEquals(12, ring.readableBytes());
        assertEquals("aaa\nbbb\nccc\n", read(ring, 100));
        assertEquals("", read(ring, 100));
    }

    @Test
    void aLineOfExactlyTheRemainingSizeFits() {
        RelayRing ring = new RelayRing(4, 10);
        write(ring, "aaa\n", "bbbbb\n");

        assertEquals(0, ring.cumulativeBytes());
        write(ring, "c\n");
        assertEquals(10, ring.cumulativeBytes());
    }

    @Test
    void theOldestSubBufferIsOverwrittenWhole() {
        RelayRing ring = new RelayRing(3, 8);
        write(ring, "1aa\n", "1bb\n", "2aa\n", "2bb\n", "3aa\n", "3bb\n");
        assertEquals(0, ring.lostLines());

        write(ring, "4aa\n");

        assertEquals(2, ring.lostLines());
        assertEquals(8, ring.lostBytes());
        assertEquals(24, ring.cumulativeBytes());
        // Two full sub-buffers, n - 1, and the current one.
        assertEquals("2aa\n2bb\n3aa\n3bb\n4aa\n", read(ring, 100));
    }

    @Test
    void withOneSubBufferOnlyTheCurrentOneIsReadable() {
        RelayRing ring = new RelayRing(1, 8);
        write(ring, "1aa\n", "1bb\n", "2aa\n");

        assertEquals("2aa\n", read(ring, 100));
        assertEquals(2, ring.lostLines());
        assertEquals(8, ring.cumulativeBytes());
    }

    @Test
    void whatWasReadIsNotLost() {
        RelayRing ring = new RelayRing(2, 8);
        write(ring, "1aa\n", "1bb\n", "2aa\n");
        assertEquals("1aa\n1bb\n2aa\n", read(ring, 100));

        write(ring, "2bb\n", "3aa\n"); // over 1aa and 1bb

        assertEquals(0, ring.lostLines());
        assertEquals(0, ring.lostBytes());
        assertEquals("2bb\n3aa\n", read(ring, 100));
    }

    @Test
    void aReaderThatWasLappedLosesTheTailOfItsLine() {
        RelayRing ring = new RelayRing(2, 8);
        write(ring, "1aa\n", "1bb\n");
        assertEquals("1aa\n1", read(ring, 5));

        write(ring, "2aa\n", "2bb\n", "3aa\n"); // over 1aa and 1bb

        assertEquals(1, ring.lostLines());
        assertEquals(3, ring.lostBytes());
        assertEquals("2aa\n2bb\n3aa\n", read(ring, 100));
    }

    @Test
    void aSmallReadCutsALineAndTheNextOneGoesOn() {
        RelayRing ring = new RelayRing(3, 8);
        write(ring, "1aa\n", "1bb\n", "2aa\n");

        assertEquals("1aa\n1b", read(ring, 6));
        assertEquals("b\n2", read(ring, 3)); // over the end of a sub-buffer
        assertEquals("", read(ring, 0));
        assertEquals("aa\n", read(ring, 100));
    }

    @Test
    void aReadOfWholeLinesEndsWithALine() {
        RelayRing ring = new RelayRing(3, 8);
        write(ring, "1aa\n", "1bb\n", "2aa\n", "2b\n");

        assertEquals("", readLines(ring, 3)); // the next line is longer
        assertEquals("1aa\n", readLines(ring, 7));
        assertEquals("1bb\n2aa\n", readLines(ring, 10)); // over the end of a sub-buffer
        assertEquals("2b\n", readLines(ring, 3));
        assertEquals("", readLines(ring, 100));
    }

    @Test
    void aReaderOfWholeLinesThatWasLappedLosesWholeLines() {
        RelayRing ring = new RelayRing(2, 8);
        write(ring, "1aa\n", "1bb\n");
        assertEquals("1aa\n", readLines(ring, 5));

        write(ring, "2aa\n", "2bb\n", "3aa\n"); // over 1aa and 1bb

        assertEquals(1, ring.lostLines());
        assertEquals(4, ring.lostBytes());
        assertEquals("2aa\n2bb\n3aa\n", readLines(ring, 100));
    }

    @Test
    void aFullCurrentSubBufferIsReadableBeforeItIsLeft() {
        RelayRing ring = new RelayRing(2, 8);
        write(ring, "1aa\n", "1bb\n");
        assertEquals("1aa\n1bb\n", read(ring, 100));
        assertEquals("", read(ring, 100));

        write(ring, "2aa\n");
        assertEquals("2aa\n", read(ring, 100));
    }

    @Test
    void aLineLongerThanASubBufferIsLost() {
        RelayRing ring = new RelayRing(2, 8);
        write(ring, "1aa\n", "123456789\n", "1bb\n");

        assertEquals(1, ring.lostLines());
        assertEquals(10, ring.lostBytes());
        assertEquals("1aa\n1bb\n", read(ring, 100));
    }

    @Test
    void afterCloseNothingIsReadableAndLinesAreLost() {
        RelayRing ring = new RelayRing(2, 8);
        write(ring, "1aa\n");
        ring.close();
        ring.close();
        write(ring, "1bb\n");

        assertEquals("", read(ring, 100));
        assertEquals(0, ring.readableBytes());
        assertEquals(1, ring.lostLines());
    }

    @Test
    void aRingWithoutRoomIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RelayRing(0, 8));
        assertThrows(IllegalArgumentException.class, () -> new RelayRing(8, 0));
    }

    @Test
    void randomWritesAndReadsAgreeWithAListOfTexts() {
        for (int seed = 0; seed < 300; seed++) {
            agreesWithAListOfTexts(seed);
        }
    }

    private static void agreesWithAListOfTexts(int seed) {
        Random random = new Random(seed);
        int size = 8 + random.nextInt(40);
        Model model = new Model(1 + random.nextInt(5), size);
        RelayRing ring = new RelayRing(model.count, size);
        for (int step = 0; step < 400; step++) {
            String where = "seed " + seed + ", step " + step;
            if (random.nextInt(4) > 0) {
                String line = Integer.toString(step).repeat(1 + random.nextInt(size / 2)) + "\n";
                model.write(line);
                write(ring, line);
            } else {
                int limit = random.nextInt(random.nextBoolean() ? 10 : 4 * size);
                assertEquals(model.read(limit), read(ring, limit), where);
            }
            assertEquals(model.readable(), ring.readableBytes(), where);
            assertEquals(model.finished, ring.cumulativeBytes(), where);
            assertEquals(model.lost.length(), ring.lostBytes(), where);
            assertEquals(
                    model.lost.chars().filter(c -> c == '\n').count(), ring.lostLines(), where);
        }
        ring.close();
    }

    /** The same by texts alone: the unread rest of each sub-buffer, oldest first. */
    private static final class Model {
        private final int count;
        private final int size;
        private final Deque<StringBuilder> unread = new ArrayDeque<>();
        private final StringBuilder lost = new StringBuilder();
        private long finished;
        private int used;

        Model(int count, int size) {
            this.count = count;
            this.size = size;
            unread.add(new StringBuilder());
        }

        void write(String line) {
            if (line.length() > size) {
                lost.append(line);
                return;
            }
            if (used + line.length() > size) {
                finished += used;
                used = 0;
                unread.addLast(new StringBuilder());
                if (unread.size() > count) {
                    lost.append(unread.removeFirst());
                }
            }
            used += line.length();
            unread.getLast().append(line);
        }

        String read(int limit) {
            StringBuilder text = new StringBuilder();
            for (StringBuilder part : unread) {
                int length = Math.min(part.length(), limit - text.length());
                text.append(part, 0, length);
                part.delete(0, length);
            }
            while (unread.size() > 1 && unread.getFirst().isEmpty()) {
                unread.removeFirst();
            }
            return text.toString();
        }

        long readable() {
            return unread.stream().mapToInt(StringBuilder::length).sum();
        }
    }

    private static void write(RelayRing ring, String... lines) {
        for (String line : lines) {
            byte[] bytes = ("##" + line).getBytes(StandardCharsets.US_ASCII);
            ring.write(bytes, 2, bytes.length - 2);
        }
    }

    private static String readLines(RelayRing ring, int limit) {
        byte[] target = new byte[limit + 3];
        int length = ring.readLines(target, 3, limit);
        return new String(target, 3, length, StandardCharsets.US_ASCII);
    }

    private static String read(RelayRing ring, int limit) {
        byte[] target = new byte[limit + 3];
        int length = ring.read(target, 3, limit);
        return new String(target, 3, length, StandardCharsets.US_ASCII);
    }
}
