package tcprt.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import tcprt.flow.PortRules.PortRange;

/**
 * One of the kernel module's parameters that can be read and set while it runs; the texts are those
 * of its files. A list replaces the list as a whole, and an empty one is a list too: with all four
 * empty nothing is traced.
 */
enum Parameter {
    LPORTS(
            from -> ports(PortLists.of(from).localPorts()),
            (into, value) -> PortLists.of(into).withLocalPorts(value.portsOrNone()).in(into)),
    PPORTS(
            from -> ports(PortLists.of(from).peerPorts()),
            (into, value) -> PortLists.of(into).withPeerPorts(value.portsOrNone()).in(into)),
    LPORTS_RANGE(
            from -> ranges(PortLists.of(from).localRanges()),
            (into, value) -> PortLists.of(into).withLocalRanges(value.rangesOrNone()).in(into)),
    PPORTS_RANGE(
            from -> ranges(PortLists.of(from).peerRanges()),
            (into, value) -> PortLists.of(into).withPeerRanges(value.rangesOrNone()).in(into)),
    STATS(
            from -> from.stats() ? "1" : "0",
            (into, value) ->
                    new Parameters(
                            into.rules(),
                            List.of("1", "enable")
                                    .contains(value.oneOf(List.of("0", "1", "disable", "enable"))),
                            into.statsIntervalS())),
    STATS_INTERVAL(
            from -> Integer.toString(from.statsIntervalS()),
            (into, value) ->
                    new Parameters(
                            into.rules(),
                            into.stats(),
                            value.number("an interval in seconds", 1, 86400)));

    /** Puts a value in the place of the one there was, or refuses it. */
    private interface Writer {
        Parameters write(Parameters into, Value value) throws ConfigurationException;
    }

    @SuppressWarnings("ImmutableEnumChecker") // the lambdas above capture nothing
    private final Function<Parameters, String> reader;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Writer writer;

    Parameter(Function<Parameters, String> reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /** Its value as the module's file shows it. */
    String read(Parameters from) {
        return reader.apply(from);
    }

    /**
     * The parameters with this one changed.
     *
     * @throws ConfigurationException if the value is not allowed
     */
    Parameters write(Parameters into, Value value) throws ConfigurationException {
        return writer.write(into, value);
    }

    /** The name of the module's file: {@code stats_interval}. */
    String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The one of this name.
     *
     * @throws ConfigurationException if there is none
     */
    static Parameter named(String name) throws ConfigurationException {
        List<String> names = Arrays.stream(values()).map(Parameter::fileName).toList();
        if (!names.contains(name)) {
            throw new ConfigurationException(
                    name + " is not a parameter; " + Spelling.hint(name, names));
        }
        return values()[names.indexOf(name)];
    }

    private static String ports(List<Integer> ports) {
        return ports.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String ranges(List<PortRange> ranges) {
        return ranges.stream()
                .map(range -> range.first() + "," + range.last())
                .collect(Collectors.joining(","));
    }
}
