package tcprt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tcprt devices}: the interfaces that {@code tcprt run} could listen on, by pcap4j. */
@Command(
        name = "devices",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        description = {
            "Lists the interfaces that run can listen on.",
            "Name, whether it is up, what its frames begin with, addresses. The link type is - where it cannot be asked for: it takes root or cap_net_raw."
        })
final class DevicesCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private DevicesCommand() {}

    /** The subcommand. */
    static CommandLine commandLine() {
        return new CommandLine(new DevicesCommand());
    }

    @Override
    public Integer call() throws IOException {
        List<Device> devices = Device.all();
        int nameWidth = devices.stream().mapToInt(d -> d.name().length()).max().orElse(0);
        int linkWidth = devices.stream().mapToInt(d -> d.linkType().length()).max().orElse(0);
        String format = "%-" + nameWidth + "s  %-4s  %-" + linkWidth + "s  %s";
        PrintWriter out = spec.commandLine().getOut();
        for (Device device : devices) {
            String line =
                    String.format(
                            Locale.ROOT,
                            format,
                            device.name(),
                            device.up() ? "up" : "down",
                            device.linkType(),
                            String.join(" ", device.addresses()));
            out.println(line.stripTrailing());
        }
        return ExitCode.DONE;
    }
}
