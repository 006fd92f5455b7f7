package tcprt.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.pcap4j.core.PcapAddress;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.Pcaps;

/**
 * An interface of this machine, as pcap4j sees it. Nothing else refers to pcap4j, so no other
 * command waits for it to be loaded.
 *
 * @param name as {@code tcprt run -i} takes it
 * @param up whether it is up
 * @param linkType what its frames begin with, in words; - if it cannot be asked for
 * @param addresses IPv4 and IPv6
 */
record Device(String name, boolean up, String linkType, List<String> addresses) {
    private static final int SNAP_LENGTH = 64;
    private static final int TIMEOUT_MS = 10;

    /**
     * Every interface, in libpcap's order: those that are up first.
     *
     * @throws IOException if they cannot be listed; the message says what to do
     */
    static List<Device> all() throws IOException {
        List<Device> devices = new ArrayList<>();
        try {
            for (PcapNetworkInterface each : Pcaps.findAllDevs()) {
                devices.add(
                        new Device(each.getName(), each.isUp(), linkType(each), addresses(each)));
            }
        } catch (PcapNativeException e) {
            throw new IOException("interfaces cannot be listed: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new IOException(
                    "libpcap cannot be loaded; install it (Debian: apt-get install libpcap0.8,"
                            + " Fedora: dnf install libpcap)",
                    e);
        }
        return devices;
    }

    private static List<String> addresses(PcapNetworkInterface of) {
        return of.getAddresses().stream()
                .map(PcapAddress::getAddress)
                .filter(Objects::nonNull)
                .map(InetAddress::getHostAddress)
                .map(address -> address.replaceAll("%.*", "")) // IPv6 zone: the interface again
                .collect(Collectors.toList());
    }

    private static String linkType(PcapNetworkInterface of) {
        if (!of.isUp()) {
            return "-";
        }
        try (PcapHandle handle =
                of.openLive(SNAP_LENGTH, PromiscuousMode.NONPROMISCUOUS, TIMEOUT_MS)) {
            return handle.getDlt().name();
        } catch (PcapNativeException e) {
            return "-";
        }
    }
}
