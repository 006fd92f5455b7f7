package tcprt.pcaps.golden;

import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What is left of a capture's tasks when the tap loses one frame in a hundred.
 *
 * @param framesLost of the capture
 * @param connections traced connection ends
 * @param tasks R and P records of the kernel
 * @param exactTasks those of which we have a record that starts where it starts and has its bytes
 *     in both directions
 */
record LossyReplay(int framesLost, int connections, int tasks, int exactTasks) {
    private static final int FRAMES_PER_LOST = 100;

    /** A task is recognised by its start, since numbers shift when a request was lost. */
    private static final long SAME_START_MICROS = 1000;

    /**
     * Loses frames and replays the rest.
     *
     * @param seed of the choice of frames
     */
    static LossyReplay of(
            List<StoredFrame> frames, List<String> options, List<RecordLine> kernel, long seed)
            throws IOException {
        List<StoredFrame> kept = losing(frames, seed);
        Path capture = Files.createTempFile("tcprt-lossy", ".pcap");
        try {
            StoredFrame.write(kept, capture);
            Replayed replayed = Replayed.cleanly(capture, options);
            Map<String, TreeMap<Long, RecordLine>> ours = new HashMap<>();
            for (RecordLine line : replayed.records()) {
                if (isTask(line)) {
                    ours.computeIfAbsent(line.connection(), connection -> new TreeMap<>())
                            .put(line.startMicros(), line);
                }
            }
            List<RecordLine> tasks = kernel.stream().filter(LossyReplay::isTask).toList();
            long exact = tasks.stream().filter(task -> hasBytesOf(task, ours)).count();
            return new LossyReplay(
                    frames.size() - kept.size(),
                    replayed.connectionCount(),
                    tasks.size(),
                    (int) exact);
        } finally {
            Files.delete(capture);
        }
    }

    /** The frames without one in a hundred, chosen by the seed. */
    static List<StoredFrame> losing(List<StoredFrame> frames, long seed) {
        List<Integer> order = IntStream.range(0, frames.size()).boxed().collect(toList());
        Collections.shuffle(order, new Random(seed));
        int lostCount = Math.max(1, frames.size() / FRAMES_PER_LOST);
        Set<Integer> lost = Set.copyOf(order.subList(0, lostCount));
        List<StoredFrame> kept = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            if (!lost.contains(i)) {
                kept.add(frames.get(i));
            }
        }
        return kept;
    }

    private static boolean isTask(RecordLine line) {
        return line.type() == 'R' || line.type() == 'P';
    }

    private static boolean hasBytesOf(
            RecordLine task, Map<String, TreeMap<Long, RecordLine>> ours) {
        return ours
                .getOrDefault(task.connection(), new TreeMap<>())
                .subMap(
                        task.startMicros() - SAME_START_MICROS,
                        task.startMicros() + SAME_START_MICROS)
                .values()
                .stream()
                .anyMatch(
                        line ->
                                line.type() == task.type()
                                        && line.value("sent") == task.value("sent")
                                        && received(line) == received(task));
    }

    private static long received(RecordLine task) {
        return task.value(task.type() == 'P' ? "recv" : "upload_data");
    }
}
