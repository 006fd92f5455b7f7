package tcprt.validate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tcprt.flow.PortRules;
import tcprt.validate.join.Clock;
import tcprt.validate.join.JoinHandler;
import tcprt.validate.join.Pairing;
import tcprt.validate.join.RecordJoin;
import tcprt.validate.join.Unpaired;
import tcprt.validate.judge.Facts;
import tcprt.validate.judge.Findings;
import tcprt.validate.judge.Judge;
import tcprt.validate.judge.Tolerances;
import tcprt.validate.log.KernelLog;
import tcprt.validate.log.KernelStats;
import tcprt.validate.log.LogFindings;
import tcprt.validate.record.Entry;

/**
 * One validation: reads the log, replays the capture, finds the clocks, joins, judges.
 *
 * @param logs the kernel's {@code rt-network-log} files, in any order
 * @param stats its statistics; {@link KernelStats#NONE} for none
 * @param portRules what the replay traces
 * @param hz timer ticks per second of the kernel
 * @param temporary where a directory for temporary files is made
 */
public record Validation(
        List<Path> logs,
        KernelStats stats,
        Tolerances tolerances,
        PortRules portRules,
        int hz,
        Path temporary) {

    /**
     * Runs it.
     *
     * @throws IOException if a file cannot be read or written; the message names it
     */
    public Validated run(CaptureReplay replay, Stages stages) throws IOException {
        Path directory = Files.createTempDirectory(temporary, "tcprt-validate");
        try (RecordJoin join = new RecordJoin(directory)) {
            LogFindings log = new KernelLog(logs, logHandler(join, stages)).read();
            long[] ours = {0};
            Facts.Capture capture =
                    replay.run(
                            entry -> {
                                ours[0]++;
                                join.add(entry);
                            });
            Clock clock = join.findClock();
            Facts facts = new Facts(clock, log, capture, portRules);
            Findings findings = new Findings();
            Judge judge = new Judge(tolerances, facts, stats, hz, findings);
            join.run(clock, counting(judge, stages));
            judge.finish();
            return new Validated(facts, findings, tolerances, log.lines(), ours[0]);
        } finally {
            delete(directory);
        }
    }

    private static KernelLog.Handler logHandler(RecordJoin join, Stages stages) {
        return new KernelLog.Handler() {
            @Override
            public void onEntry(Entry entry) throws IOException {
                join.add(entry);
            }

            @Override
            public void onProgress(long bytesRead) {
                stages.onLogRead(bytesRead);
            }
        };
    }

    private static JoinHandler counting(Judge judge, Stages stages) {
        return new JoinHandler() {
            private long records;

            @Override
            public void onPairing(Pairing pairing) {
                judge.onPairing(pairing);
                records += 2;
                stages.onJoined(records);
            }

            @Override
            public void onUnpaired(Unpaired unpaired) {
                judge.onUnpaired(unpaired);
                stages.onJoined(++records);
            }

            @Override
            public void onRepeated(Entry kernel) {
                judge.onRepeated(kernel);
                stages.onJoined(++records);
            }
        };
    }

    /** Its files are gone already, unless something failed. */
    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
