package tcprt.capture.live;

import java.io.IOException;

/** A filter expression that libpcap does not understand, or that does not fit the interface. */
public final class FilterException extends IOException {
    private static final long serialVersionUID = 1;

    FilterException(String name, String expression, String why) {
        super(
                name
                        + ": the filter '"
                        + expression
                        + "' cannot be used: "
                        + why
                        + "; see pcap-filter(7)");
    }
}
