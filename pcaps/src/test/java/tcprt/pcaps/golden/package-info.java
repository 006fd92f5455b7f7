/**
 * Judges what the command writes by what real kernel sockets wrote for the same traffic.
 *
 * <p>The package's one idea: a golden capture is replayed through the real command, its lines are
 * joined with the kernel's ({@link tcprt.pcaps.golden.RecordJoin}), every field is compared ({@link
 * tcprt.pcaps.golden.Comparison}), and only then somebody decides: {@link
 * tcprt.pcaps.golden.GoldenJudge} for the tests, {@link tcprt.pcaps.golden.AccuracyTables} for the
 * reader of docs/ACCURACY.md. What a capture cannot know stands in {@link
 * tcprt.pcaps.golden.KnownInvisible} and nowhere else. Nothing here computes what a line should be.
 */
@NullMarked
package tcprt.pcaps.golden;

import org.jspecify.annotations.NullMarked;
