package tcprt.cli;

import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tcprt.emit.Rotation;

/** Where lines and rows of a run on interfaces go, and what becomes of files that grow. */
final class LiveOutputOptions extends OutputOptions {
    private static final int MAX_MB = 1_000_000;
    private static final int MAX_KEPT = 10_000;

    @Option(
            names = "--fuse",
            paramLabel = "DIR",
            description =
                    "Mount the kernel module's directory here: reading rt-network-log0 and so on"
                            + " consumes it, deactivate and parameters/ can be written. Without"
                            + " -o there are no other files then. Needs libfuse 2.")
    private @Nullable String fuse;

    @Option(
            names = "--rotate-mb",
            paramLabel = "MB",
            description = "A file of the -o directory that would become longer is put aside.")
    private @Nullable String rotateMb;

    @Option(
            names = "--rotate-every",
            paramLabel = "DURATION",
            description =
                    "Files of the -o directory are put aside when this interval of UTC ends, such"
                            + " as 15m, 1h or 1d.")
    private @Nullable String rotateEvery;

    @Option(
            names = "--keep",
            paramLabel = "COUNT",
            description =
                    "How many of each file are kept when they are put aside, as name.1, name.2 and"
                            + " so on (default: 7).")
    private @Nullable String keep;

    /** The places for lines and rows. */
    LiveOutputs outputs(OutputStream standardOutput, Notices notices)
            throws ConfigurationException {
        Path mountPoint = fuse == null ? null : new Value("--fuse", fuse).path();
        RotatingFiles files = new RotatingFiles(rotation(), notices);
        return new LiveOutputs(plan(mountPoint, files, standardOutput), files, mountPoint);
    }

    private @Nullable OutputPlan plan(
            @Nullable Path mountPoint, RotatingFiles files, OutputStream standardOutput)
            throws ConfigurationException {
        if (mountPoint == null || isPlaceGiven()) {
            return plan(OutputPlan.Existing.APPEND, false, standardOutput, files::open);
        }
        refuseStatsFile("with --fuse alone there are no files; name their -o DIR too");
        return null;
    }

    private Rotation rotation() throws ConfigurationException {
        return new Rotation(
                rotateMb == null
                        ? Rotation.NEVER
                        : 1_000_000L
                                * new Value("--rotate-mb", rotateMb)
                                        .number("a size in megabytes", 1, MAX_MB),
                rotateEvery == null
                        ? Rotation.NEVER
                        : new Value("--rotate-every", rotateEvery).intervalS(),
                keep == null ? 7 : new Value("--keep", keep).number("a number", 1, MAX_KEPT));
    }
}
