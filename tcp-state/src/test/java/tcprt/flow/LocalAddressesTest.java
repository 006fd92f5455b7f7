package tcprt.flow;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LocalAddressesTest {
    @Test
    void withoutAnyEveryAddressMayBeTheHosts() {
        LocalAddresses none = new LocalAddresses(List.of());
        assertTrue(none.accept(false, 0, 0x0a000001));
        assertTrue(none.accept(true, 1, 2));
    }

    @Test
    void withSomeOnlyThoseAre() {
        byte[] ipv6 = new byte[16];
        ipv6[0] = 0x20;
        ipv6[1] = 0x01;
        ipv6[15] = 7;
        LocalAddresses two =
                new LocalAddresses(List.of(new byte[] {(byte) 192, 0, 2, (byte) 200}, ipv6));

        assertTrue(two.accept(false, 0, 0xc000_02c8L));
        assertFalse(two.accept(false, 0, 0xc000_02c9L));
        assertTrue(two.accept(true, 0x2001_0000_0000_0000L, 7));
        assertFalse(two.accept(true, 0x2001_0000_0000_0001L, 7));
        assertFalse(two.accept(true, 0, 0xc000_02c8L));
        assertFalse(two.accept(false, 0, 7));
    }
}
