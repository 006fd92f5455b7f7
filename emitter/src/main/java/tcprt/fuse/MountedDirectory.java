package tcprt.fuse;

import com.sun.security.auth.module.UnixSystem;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;
import ru.serce.jnrfuse.ErrorCodes;
import ru.serce.jnrfuse.FuseException;
import ru.serce.jnrfuse.FuseFillDir;
import ru.serce.jnrfuse.FuseStubFS;
import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.FuseFileInfo;

/**
 * A directory of {@link ServedFile}s, mounted with libfuse 2 until it is closed. The only class
 * that knows jnr-fuse.
 *
 * <p>Everybody may enter it; the files' permissions are checked by the kernel. libfuse calls with a
 * thread for each program that reads, and a reply is sent after the file has answered, so a program
 * that reads and then hangs holds nothing that others wait for.
 */
public final class MountedDirectory implements Closeable {
    /** How {@code mount} and {@code df} call it; the type is this behind {@code fuse.}. */
    private static final String NAME = "tcprt";

    /**
     * {@code direct_io}: a read reaches the file whatever its size, and nothing read is kept.
     * {@code attr_timeout}: {@code ls -l} shows the size of now. {@code default_permissions}: the
     * kernel looks at the permissions.
     */
    private static final String OPTIONS =
            "direct_io,allow_other,default_permissions,attr_timeout=0,fsname="
                    + NAME
                    + ",subtype="
                    + NAME;

    private static final long MOUNT_WAIT_S = 10;
    private static final long UNMOUNT_WAIT_MS = 500;

    private final Path mountPoint;
    private final Session session;
    private final Thread thread;
    private boolean closed;

    private MountedDirectory(Path mountPoint, Session session, Thread thread) {
        this.mountPoint = mountPoint;
        this.session = session;
        this.thread = thread;
    }

    /**
     * Mounts a directory. What a process that was killed left mounted there is taken away first.
     *
     * @param mountPoint made if it does not exist; must be empty
     * @param files by their names; {@code parameters/stats} is in a directory of its own
     * @throws IOException if it cannot be mounted; the message is complete
     */
    public static MountedDirectory mount(Path mountPoint, Map<String, ServedFile> files)
            throws IOException {
        Path place = prepare(mountPoint);
        Session session;
        try {
            session = new Session(files);
        } catch (UnsatisfiedLinkError | FuseException e) {
            throw new IOException(
                    mountPoint
                            + ": libfuse.so.2 is not there; install it (Debian: libfuse2), or leave"
                            + " out --fuse",
                    e);
        }
        Thread thread = new Thread(() -> session.serve(place), "fuse");
        thread.setDaemon(true);
        thread.start();
        session.awaitMounted(mountPoint);
        return new MountedDirectory(place, session, thread);
    }

    private static Path prepare(Path mountPoint) throws IOException {
        Path place = mountPoint.toAbsolutePath().normalize();
        Path parent = place.getParent();
        if (parent != null && Files.isDirectory(parent)) {
            place = parent.toRealPath().resolve(String.valueOf(place.getFileName()));
        }
        if (MountTable.typeAt(place).equals("fuse." + NAME)) {
            if (isServed(place)) {
                throw new IOException(
                        mountPoint + ": another tcprt serves it; end that one, or choose another");
            }
            unmount(place);
        }
        try {
            Files.createDirectories(place);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
                if (entries.iterator().hasNext()) {
                    throw new IOException(
                            mountPoint
                                    + ": is not empty, and a mount would hide what is there; choose"
                                    + " an empty directory, or one that does not exist");
                }
            }
        } catch (FileSystemException e) {
            throw new IOException(
                    mountPoint
                            + ": cannot be used to mount on: "
                            + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason())
                            + "; choose an empty directory, or one that can be made",
                    e);
        }
        return place;
    }

    /** Not if its process has gone: "Transport endpoint is not connected". */
    private static boolean isServed(Path place) {
        return Files.isDirectory(place);
    }

    /**
     * Takes it away, even from under a program that still has a file open there: that one sees an
     * error once this process has ended.
     *
     * @throws IOException if it stays mounted; the message is complete
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed || session.isOver()) {
            return;
        }
        closed = true;
        unmount(mountPoint);
        try {
            thread.join(UNMOUNT_WAIT_MS); // it goes on for whoever has a file open
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** fusermount may be run by anybody for his own mounts, umount by root only. */
    private static void unmount(Path place) throws IOException {
        String why = "";
        for (String[] command :
                new String[][] {
                    {"fusermount", "-u", "-z"}, {"fusermount3", "-u", "-z"}, {"umount", "-l"}
                }) {
            String[] words = Arrays.copyOf(command, command.length + 1);
            words[command.length] = place.toString();
            try {
                Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
                process.getOutputStream().close();
                why = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() == 0) {
                    return;
                }
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                why = "interrupted";
            }
        }
        throw new IOException(
                place + ": cannot be unmounted: " + why.strip() + "; try: umount -l " + place);
    }

    /** What libfuse calls. */
    private static final class Session extends FuseStubFS {
        private final Map<String, ServedFile> files = new LinkedHashMap<>();
        private final TreeSet<String> directories = new TreeSet<>();
        private final long uid;
        private final long gid;
        private final long startS = Instant.now().getEpochSecond();

        private final CountDownLatch decided = new CountDownLatch(1);
        private volatile boolean answering;
        private volatile boolean over;
        private volatile @Nullable Throwable failure;

        Session(Map<String, ServedFile> files) {
            directories.add("/");
            files.forEach(
                    (name, file) -> {
                        this.files.put("/" + name, file);
                        if (name.contains("/")) {
                            directories.add("/" + name.substring(0, name.indexOf('/')));
                        }
                    });
            UnixSystem user = new UnixSystem();
            uid = user.getUid();
            gid = user.getGid();
        }

        /** Returns once it is unmounted. */
        void serve(Path place) {
            try {
                mount(place, true, false, new String[] {"-o", OPTIONS});
            } catch (RuntimeException e) {
                failure = e;
            } finally {
                over = true;
                decided.countDown();
            }
        }

        void awaitMounted(Path mountPoint) throws IOException {
            boolean known = false;
            try {
                known = decided.await(MOUNT_WAIT_S, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!answering) {
                throw new IOException(
                        mountPoint
                                + ": cannot be mounted"
                                + (known ? "" : " within " + MOUNT_WAIT_S + " s")
                                + "; it takes /dev/fuse and root, or fusermount and a line"
                                + " user_allow_other in /etc/fuse.conf",
                        failure);
            }
        }

        boolean isOver() {
            return over;
        }

        @Override
        protected String getFSName() {
            return NAME;
        }

        /** jnr-fuse would unmount when the process is told to end, before the last lines. */
        @Override
        public void umount() {}

        @Override
        public Pointer init(Pointer connection) {
            answering = true;
            decided.countDown();
            return connection;
        }

        @Override
        public int getattr(String path, FileStat stat) {
            ServedFile file = files.get(path);
            if (file != null) {
                stat.st_mode.set(FileStat.S_IFREG | file.permissions());
                stat.st_size.set(file.sizeBytes());
                stat.st_nlink.set(1);
            } else if (directories.contains(path)) {
                stat.st_mode.set(FileStat.S_IFDIR | 0755);
                stat.st_nlink.set(2);
            } else {
                return -ErrorCodes.ENOENT();
            }
            stat.st_uid.set(uid);
            stat.st_gid.set(gid);
            stat.st_atim.tv_sec.set(startS);
            stat.st_mtim.tv_sec.set(startS);
            stat.st_ctim.tv_sec.set(startS);
            return 0;
        }

        @Override
        public int readdir(
                String path, Pointer buffer, FuseFillDir filler, long offset, FuseFileInfo info) {
            if (!directories.contains(path)) {
                return -ErrorCodes.ENOENT();
            }
            filler.apply(buffer, ".", null, 0);
            filler.apply(buffer, "..", null, 0);
            String prefix = path.equals("/") ? "/" : path + "/";
            for (String name : files.keySet()) {
                addChild(prefix, name, buffer, filler);
            }
            for (String name : directories) {
                addChild(prefix, name, buffer, filler);
            }
            return 0;
        }

        private static void addChild(
                String prefix, String path, Pointer buffer, FuseFillDir filler) {
            boolean below = path.startsWith(prefix) && path.length() > prefix.length();
            if (below && path.indexOf('/', prefix.length()) < 0) {
                filler.apply(buffer, path.substring(prefix.length()), null, 0);
            }
        }

        @Override
        public int open(String path, FuseFileInfo info) {
            return files.containsKey(path) ? 0 : -ErrorCodes.ENOENT();
        }

        /** A shell's {@code >} does this before it writes. */
        @Override
        public int truncate(String path, long size) {
            ServedFile file = files.get(path);
            return file != null && (file.permissions() & 0200) != 0 ? 0 : -ErrorCodes.EACCES();
        }

        @Override
        public int read(String path, Pointer buffer, long size, long offset, FuseFileInfo info) {
            ServedFile file = files.get(path);
            if (file == null) {
                return -ErrorCodes.ENOENT();
            }
            byte[] bytes = new byte[(int) size];
            int length = file.read(bytes, offset, bytes.length);
            buffer.put(0, bytes, 0, length);
            return length;
        }

        @Override
        public int write(String path, Pointer buffer, long size, long offset, FuseFileInfo info) {
            ServedFile file = files.get(path);
            if (file == null) {
                return -ErrorCodes.ENOENT();
            }
            byte[] bytes = new byte[(int) size];
            buffer.get(0, bytes, 0, bytes.length);
            try {
                file.write(new String(bytes, StandardCharsets.UTF_8));
                return bytes.length;
            } catch (IOException e) {
                return -ErrorCodes.EINVAL(); // libfuse has no way to say more
            }
        }
    }
}
