package tcprt.pcaps.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Frames that the tap has lost take letters away and add none. They may merge tasks, so that one
 * begins earlier or ends later, and what was not seen proves nothing. So each letter that is left
 * belongs to a task with this letter in the whole capture, which it overlaps in time, and no two of
 * them to the same.
 */
class LettersUnderLossTest {
    private static final int SEEDS = 5;

    /** Of the frames around letters, at most about so many are lost, one at a time. */
    private static final int FRAMES_TRIED = 50;

    /** A frame so close to a task with a letter may have a part in it. */
    private static final long CLOSE_MICROS = 1000;

    @TestFactory
    Stream<DynamicTest> oneFrameInAHundredOfShippedCaptures() throws IOException {
        return eachOf(MirroredCapture.shipped(), LettersUnderLossTest::loseSome);
    }

    @TestFactory
    Stream<DynamicTest> oneFrameInAHundredOfGoldenPairs() throws IOException {
        return eachOf(MirroredCapture.pairs(), LettersUnderLossTest::loseSome);
    }

    @TestFactory
    Stream<DynamicTest> anyOneFrameAroundALetterOfGoldenPairs() throws IOException {
        return eachOf(MirroredCapture.pairs(), LettersUnderLossTest::loseEach);
    }

    /** Which frames are lost. */
    private interface Loss {
        void in(Letters letters, List<StoredFrame> frames) throws IOException;
    }

    private static Stream<DynamicTest> eachOf(List<MirroredCapture> captures, Loss loss) {
        return captures.stream()
                .filter(capture -> capture.name().matches(".*(tls|http).*"))
                .filter(capture -> !capture.name().equals(GoldenPairs.SOAK))
                .map(
                        capture ->
                                dynamicTest(
                                        capture.name(),
                                        () -> {
                                            List<StoredFrame> frames =
                                                    StoredFrame.read(capture.capture());
                                            Letters letters = new Letters(capture, frames);
                                            loss.in(letters, frames);
                                            assertEquals(List.of(), letters.added);
                                        }));
    }

    private static void loseSome(Letters letters, List<StoredFrame> frames) throws IOException {
        for (int seed = 1; seed <= SEEDS; seed++) {
            letters.judge("seed " + seed, LossyReplay.losing(frames, seed));
        }
    }

    private static void loseEach(Letters letters, List<StoredFrame> frames) throws IOException {
        List<StoredFrame> near =
                frames.stream().filter(frame -> letters.isNear(frame.timeNs() / 1000)).toList();
        int step = near.size() / FRAMES_TRIED + 1;
        for (int i = 0; i < near.size(); i += step) {
            StoredFrame lost = near.get(i);
            letters.judge(
                    "the frame of " + lost.timeNs() + " ns",
                    frames.stream().filter(frame -> frame != lost).toList());
        }
    }

    /** A letter of a task; times in microseconds. */
    private record Mark(char letter, String connection, long begins, long ends) {
        boolean overlaps(Mark other) {
            return letter == other.letter
                    && connection.equals(other.connection)
                    && begins <= other.ends
                    && other.begins <= ends;
        }
    }

    private static final class Letters {
        private final MirroredCapture capture;
        final List<Mark> full;
        final List<String> added = new ArrayList<>();

        Letters(MirroredCapture capture, List<StoredFrame> frames) throws IOException {
            this.capture = capture;
            full = marks(frames);
        }

        boolean isNear(long micros) {
            return full.stream()
                    .anyMatch(
                            mark ->
                                    mark.begins - CLOSE_MICROS <= micros
                                            && micros <= mark.ends + CLOSE_MICROS);
        }

        void judge(String lost, List<StoredFrame> kept) throws IOException {
            List<Mark> left = new ArrayList<>(full);
            for (Mark mark : marks(kept)) {
                Mark same = left.stream().filter(mark::overlaps).findFirst().orElse(null);
                if (!left.remove(same)) {
                    added.add("without " + lost + ": " + mark);
                }
            }
        }

        private List<Mark> marks(List<StoredFrame> frames) throws IOException {
            String mode = capture.name().contains("tls") ? "https" : "http";
            List<Mark> marks = new ArrayList<>();
            for (String line : capture.replay(frames, "--mode", mode).lines()) {
                String[] words = line.split(" ", -1);
                long begins = Long.parseLong(words[2]) * 1_000_000 + Long.parseLong(words[3]);
                for (char letter : words[1].substring(1).replace(".", "").toCharArray()) {
                    long ends = begins + Long.parseLong(words[7]);
                    marks.add(new Mark(letter, words[4], begins, ends));
                }
            }
            return marks;
        }
    }
}
