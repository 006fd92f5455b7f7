package tcprt.pcaps;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One end of a connection: an address and a TCP port.
 *
 * @param address IPv4 or IPv6
 * @param port 1..65535
 */
record Endpoint(InetAddress address, int port) {
    private static final Pattern TEXT =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([0-9.]+)):([0-9]{1,5})");

    /**
     * Reads {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}.
     *
     * @throws IllegalArgumentException if the text is neither; nothing is ever looked up by name
     */
    static Endpoint parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        String literal = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        int port = Integer.parseInt(matcher.group(3));
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(text);
        }
        return new Endpoint(address(literal), port);
    }

    /**
     * Reads an address without its port.
     *
     * @throws IllegalArgumentException if the text is not a complete IPv4 or IPv6 literal
     */
    static InetAddress address(String literal) {
        boolean isIpv4 = literal.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        boolean isIpv6 = literal.contains(":") && literal.matches("[0-9a-fA-F:.]+");
        if (!isIpv4 && !isIpv6) {
            throw new IllegalArgumentException(literal);
        }
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    boolean isIpv6() {
        return address instanceof Inet6Address;
    }

    @Override
    public String toString() {
        String literal = address.getHostAddress().toLowerCase(Locale.ROOT);
        return isIpv6() ? "[" + literal + "]:" + port : literal + ":" + port;
    }
}
