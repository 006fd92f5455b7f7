package tcprt.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
    /** The examples of RFC 5952, and edges worked out by hand from its section 4. */
    @ParameterizedTest
    @CsvSource({
        // section 4.1: leading zeros
        "20010db800000000, 0000000000000001, 2001:db8::1",
        "2001000000000000, 00000000000000ff, 2001::ff",
        // section 4.2.1: as short as possible
        "20010db800000000, 0000000000020001, 2001:db8::2:1",
        // section 4.2.2: one group of zeros is written
        "20010db800000001, 0001000100010001, 2001:db8:0:1:1:1:1:1",
        "20010db800010001, 0001000100000001, 2001:db8:1:1:1:1:0:1",
        // section 4.2.3: the longest run, the first of equals
        "2001000000000001, 0000000000000001, 2001:0:0:1::1",
        "20010db800000000, 0001000000000001, 2001:db8::1:0:0:1",
        // section 4.3: lower case
        "20010db8aaaabbbb, ccccddddeeeeaaaa, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa",
        // the whole, the front, the back
        "0000000000000000, 0000000000000000, ::",
        "0000000000000000, 0000000000000001, ::1",
        "0000000000000001, 0002000300040005, ::1:2:3:4:5",
        "0001000200030004, 0005000600000000, 1:2:3:4:5:6::",
        "0001000200030004, 0005000600070000, 1:2:3:4:5:6:7:0",
        "0000000200030004, 0005000600070008, 0:2:3:4:5:6:7:8",
        "fe80000000000000, 0000000000000000, fe80::",
        "ffffffffffffffff, ffffffffffffffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "0064ff9b00000000, 00000000c0000221, 64:ff9b::c000:221"
    })
    void ipv6IsWrittenAsRfc5952Says(String high, String low, String text) {
        assertEquals(text, ipv6(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)));
    }

    @Test
    void whatIsWrittenIsReadBackAsTheSameAddressAndCannotBeShorter() throws UnknownHostException {
        Random random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[16];
            for (int group = 0; group < 8; group++) {
                if (random.nextInt(5) < 2) {
                    bytes[2 * group + 1] = (byte) (random.nextInt() >>> random.nextInt(32));
                    bytes[2 * group] = (byte) (random.nextInt() >>> random.nextInt(32));
                }
            }
            InetAddress address = InetAddress.getByAddress(bytes);
            if (!(address instanceof Inet6Address)) {
                continue; // IPv4-mapped
            }
            ByteBuffer halves = ByteBuffer.wrap(bytes);
            String text = ipv6(halves.getLong(), halves.getLong());

            assertEquals(address, InetAddress.getByName(text), text);
            assertTrue(text.length() <= AddressText.MAX_IPV6_BYTES, text);
            assertEquals(canonical(address), text);
        }
    }

    /** Another way to RFC 5952: from the JDK's full text, by regular expressions. */
    private static String canonical(InetAddress address) {
        String full = address.getHostAddress(); // 2001:db8:0:0:0:0:0:1
        for (int zeros = 8; zeros >= 2; zeros--) {
            String run = "0(:0){" + (zeros - 1) + "}";
            String shorter = full.replaceFirst("(^|:)" + run + "(:|$)", "::");
            if (!shorter.equals(full)) {
                return shorter;
            }
        }
        return full;
    }

    @ParameterizedTest
    @CsvSource({"00000000, 0.0.0.0", "ffffffff, 255.255.255.255", "0a640901, 10.100.9.1"})
    void ipv4IsADottedQuad(String address, String text) {
        byte[] target = new byte[15 + 3];
        int end = AddressText.ipv4(Long.parseLong(address, 16), target, 0);
        assertEquals(text, new String(target, 0, end, StandardCharsets.US_ASCII));
    }

    private static String ipv6(long high, long low) {
        byte[] target = new byte[AddressText.MAX_IPV6_BYTES];
        int end = AddressText.ipv6(high, low, target, 0);
        return new String(target, 0, end, StandardCharsets.US_ASCII);
    }
}
