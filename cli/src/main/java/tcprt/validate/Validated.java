package tcprt.validate;

import tcprt.validate.judge.Facts;
import tcprt.validate.judge.Findings;
import tcprt.validate.judge.Tolerances;

/**
 * What a validation gave, for the reports.
 *
 * @param tolerances it was judged by
 * @param kernelRecords the log had
 * @param ourRecords the replay had
 */
public record Validated(
        Facts facts,
        Findings findings,
        Tolerances tolerances,
        long kernelRecords,
        long ourRecords) {}
