package tcprt.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tcprt.fuse.MountedDirectory;
import tcprt.service.ControlServer;
import tcprt.service.ServiceManager;
import tcprt.service.Signals;

/**
 * All ways in which a run on interfaces is spoken to, and speaks of itself, while it goes on: the
 * control socket, the mounted directory, SIGHUP and SIGUSR1, the configuration file that is
 * watched, the word to systemd.
 */
final class RunService implements Closeable {
    private static final long LOOK_EVERY_S = 1;
    private static final long SAY_LOSSES_EVERY_S = 60;

    private final Notices notices;
    private final ServiceManager manager = ServiceManager.of(System.getenv());
    private final Deque<Closeable> open = new ArrayDeque<>();
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "service");
                        thread.setDaemon(true);
                        return thread;
                    });

    private RunService(Notices notices) {
        this.notices = notices;
    }

    /**
     * Opens all of them.
     *
     * @param outputs with their rings open
     * @param watched whether there is a configuration file to be read again
     * @throws IOException if one cannot be opened that was asked for; the message is complete
     */
    @SuppressWarnings("try") // closed here only if it is not handed out
    static RunService open(
            Control control,
            LiveTracing tracing,
            LiveOutputs outputs,
            ServiceOptions options,
            boolean watched,
            Notices notices)
            throws IOException, ConfigurationException {
        RunService service = new RunService(notices);
        try {
            service.listen(control, options);
            Path mountPoint = outputs.mountPoint();
            if (mountPoint != null) {
                service.open.push(MountedDirectory.mount(mountPoint, control.files(outputs)));
            }
            if (watched) {
                service.every(LOOK_EVERY_S, control::reloadIfChanged);
                // Without a file to read again, the end of a terminal is the end of the run.
                Signals.on("HUP", () -> control.quietly("reload"));
            }
            Signals.on("USR1", () -> control.quietly("flush"));
            LossLog losses = new LossLog(tracing, notices);
            service.every(SAY_LOSSES_EVERY_S, losses::look);
            return service;
        } catch (IOException | ConfigurationException | RuntimeException e) {
            try (service) {
                throw e;
            }
        }
    }

    /** All is open, and frames are about to be traced. */
    void ready() {
        tell("READY=1\nSTATUS=tracing");
    }

    /** By hand, a run without a socket is better than none; unless one was named. */
    private void listen(Control control, ServiceOptions options)
            throws IOException, ConfigurationException {
        try {
            open.push(ControlServer.open(options.socket(), control));
        } catch (IOException e) {
            if (options.isSocketGiven()) {
                throw e;
            }
            notices.say("no tcprt ctl for this run: " + e.getMessage());
        }
    }

    private void every(long seconds, Runnable look) {
        // The executor would silently stop after a failure.
        Runnable guarded =
                () -> {
                    try {
                        look.run();
                    } catch (RuntimeException e) {
                        notices.say("internal error: " + e);
                    }
                };
        var unused = looks.scheduleWithFixedDelay(guarded, seconds, seconds, TimeUnit.SECONDS);
    }

    private void tell(String message) {
        try {
            manager.tell(message);
        } catch (IOException e) {
            notices.say(String.valueOf(e.getMessage()));
        }
    }

    /** The run is over. Closes all of them; what cannot be closed is said. */
    @Override
    public void close() {
        tell("STOPPING=1");
        looks.shutdownNow();
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                notices.say(String.valueOf(e.getMessage()));
            }
        }
    }
}
