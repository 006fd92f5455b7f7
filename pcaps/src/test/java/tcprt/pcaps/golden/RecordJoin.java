package tcprt.pcaps.golden;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of our records speaks of which of the kernel's: same connection, type and task number.
 * Where that occurs several times, because a port was used again, the start decides.
 *
 * @param pairs records of both
 * @param missing the kernel's that we have not
 * @param extra ours that the kernel has not
 */
record RecordJoin(List<Pair> pairs, List<RecordLine> missing, List<RecordLine> extra) {
    /** Two records further apart are not the same task, whatever their numbers. */
    private static final long SAME_TASK_MICROS = 3_000_000;

    /** A record of the kernel and ours. */
    record Pair(RecordLine kernel, RecordLine ours) {}

    private record Key(String connection, char type, long taskNumber) {
        static Key of(RecordLine line) {
            return new Key(line.connection(), line.type(), line.value("num"));
        }
    }

    private static final class Group {
        private final List<RecordLine> kernel = new ArrayList<>(1);
        private final List<RecordLine> ours = new ArrayList<>(1);
    }

    /** Joins two logs, each in any order. */
    static RecordJoin of(List<RecordLine> kernel, List<RecordLine> ours) {
        Map<Key, Group> groups = new LinkedHashMap<>();
        for (RecordLine line : kernel) {
            groups.computeIfAbsent(Key.of(line), key -> new Group()).kernel.add(line);
        }
        for (RecordLine line : ours) {
            groups.computeIfAbsent(Key.of(line), key -> new Group()).ours.add(line);
        }
        RecordJoin join = new RecordJoin(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Group group : groups.values()) {
            join.add(group);
        }
        return join;
    }

    private void add(Group group) {
        group.kernel.sort(Comparator.comparingLong(RecordLine::startMicros));
        group.ours.sort(Comparator.comparingLong(RecordLine::startMicros));
        if (group.kernel.size() == group.ours.size()) {
            for (int i = 0; i < group.kernel.size(); i++) {
                pairs.add(new Pair(group.kernel.get(i), group.ours.get(i)));
            }
            return;
        }
        for (RecordLine line : group.kernel) {
            RecordLine nearest = nearest(line, group.ours);
            if (nearest == null) {
                missing.add(line);
            } else {
                group.ours.remove(nearest);
                pairs.add(new Pair(line, nearest));
            }
        }
        extra.addAll(group.ours);
    }

    private static @Nullable RecordLine nearest(RecordLine kernel, List<RecordLine> ours) {
        RecordLine nearest = null;
        long distance = SAME_TASK_MICROS;
        for (RecordLine line : ours) {
            long apart = Math.abs(line.startMicros() - kernel.startMicros());
            if (apart < distance) {
                nearest = line;
                distance = apart;
            }
        }
        return nearest;
    }
}
