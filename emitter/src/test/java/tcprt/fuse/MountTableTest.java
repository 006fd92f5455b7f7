package tcprt.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MountTableTest {
    // The example of proc_pid_mountinfo(5), and two lines of a kernel 6.18.
    private static final List<String> LINES =
            List.of(
                    "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue",
                    "61 36 0:44 / /run/a\\040b rw,nosuid,nodev - fuse.tcprt tcprt rw,user_id=0",
                    "62 36 0:45 / /mnt2 rw,nosuid,nodev - tmpfs tmpfs rw");

    @Test
    void theLastMountOnADirectoryCounts() {
        assertEquals("tmpfs", MountTable.typeAt("/mnt2", LINES));
    }

    @Test
    void blanksAreWrittenInOctal() {
        assertEquals("fuse.tcprt", MountTable.typeAt("/run/a b", LINES));
    }

    @Test
    void aDirectoryThatIsNoMountPointHasNoType() {
        assertEquals("", MountTable.typeAt("/mnt", LINES));
    }
}
