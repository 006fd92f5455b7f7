package tcprt.cli;

/** A wait that an interrupt does not cut short, because what it waits for is sure to come. */
final class SureWait {
    private SureWait() {}

    /** Something that can be waited for, and may be waited for again. */
    interface Event<T> {
        T await() throws InterruptedException;
    }

    /** Waits. An interrupt meanwhile is passed on to the thread's next wait. */
    static <T> T until(Event<T> event) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return event.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
