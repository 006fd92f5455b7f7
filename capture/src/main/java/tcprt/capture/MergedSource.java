package tcprt.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Several capture files as one capture in time order.
 *
 * <p>Of the files' next frames the earliest goes first; at equal times, that of the file named
 * first. Each file keeps its own order, also where its times go backwards. Frames are lent from the
 * read buffer of their file. Interfaces are numbered in the order in which their first frames come.
 *
 * <p>A file is open only while its frames are due, so a rotated set of any length takes few
 * descriptors: at the start each file is opened to learn the time of its first frame, and closed
 * again. Pipes stay open, and so do files that are followed.
 *
 * <p>A file that cannot be read on does not stop the others: what is wrong with it is thrown once
 * they have come to their end. Of followed files none waits for another: at their ends frames are
 * handed over as they are written.
 */
final class MergedSource implements CaptureSource {
    private final List<Input> inputs = new ArrayList<>();

    /** Those that have a frame, but for {@link #current}. */
    private final PriorityQueue<Input> ready = new PriorityQueue<>(MergedSource::order);

    /** Those that may get one later. */
    private final List<Input> waiting = new ArrayList<>();

    /** The one whose frame was handed over last and may still be looked at. */
    private @Nullable Input current;

    private @Nullable IOException failure;
    private int interfaces;

    /** One file of the set. */
    private static final class Input {
        final FileSource file;
        final int place;
        boolean closedUntilDue;
        int[] interfaceIds = {};

        Input(FileSource file, int place) {
            this.file = file;
            this.place = place;
        }
    }

    /**
     * Opens each file up to its first frame.
     *
     * @param files closed by {@link #close}, but not if this throws
     * @throws IOException if one of them cannot be opened or is no capture
     */
    MergedSource(List<FileSource> files) throws IOException {
        for (FileSource file : files) {
            Input input = new Input(file, inputs.size());
            inputs.add(input);
            file.recognise();
            FileSource.Step step = file.advance(true);
            if (step == FileSource.Step.FRAME && file.canStartOver()) {
                file.startOver();
                input.closedUntilDue = true;
            }
            settle(input, step);
        }
    }

    @Override
    public int poll(FrameHandler handler, int frameLimit) throws IOException {
        lookAtWaiting();
        int delivered = 0;
        while (delivered < frameLimit) {
            // As in FileSource: what is in memory goes out before more is read.
            Input next = next(delivered == 0);
            if (next == null) {
                break;
            }
            FoundFrame frame = next.file.frame();
            frame.handTo(handler, next.file.buffer(), interfaceId(next, frame.interfaceId));
            delivered++;
        }
        if (delivered > 0 || !waiting.isEmpty()) {
            return delivered;
        }
        if (failure != null) {
            throw failure;
        }
        return END_OF_CAPTURE;
    }

    @Override
    public long bytesRead() {
        long bytes = 0;
        for (Input input : inputs) {
            bytes += input.file.bytesRead();
        }
        return bytes;
    }

    @Override
    public long bytesTotal() {
        long total = 0;
        for (Input input : inputs) {
            long bytes = input.file.bytesTotal();
            if (bytes < 0) {
                return -1;
            }
            total += bytes;
        }
        return total;
    }

    @Override
    public long framesDroppedByCapture() {
        long dropped = 0;
        for (Input input : inputs) {
            dropped += input.file.framesDroppedByCapture();
            if (dropped < 0) {
                return Long.MAX_VALUE;
            }
        }
        return dropped;
    }

    @Override
    public void close() throws IOException {
        current = null;
        ready.clear();
        waiting.clear();
        closeAll(inputs.stream().map(input -> input.file).toList());
    }

    /** Closes every file, whatever closing one of them throws. */
    static void closeAll(List<FileSource> files) throws IOException {
        IOException failure = null;
        for (FileSource file : files) {
            try {
                file.close();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static int order(Input a, Input b) {
        int byTime = Long.compare(a.file.frame().timeNs, b.file.frame().timeNs);
        return byTime != 0 ? byTime : Integer.compare(a.place, b.place);
    }

    private void lookAtWaiting() throws IOException {
        for (int i = waiting.size() - 1; i >= 0; i--) {
            Input input = waiting.get(i);
            FileSource.Step step = input.file.advance(true);
            if (step != FileSource.Step.NOT_YET) {
                waiting.remove(i);
                settle(input, step);
            }
        }
    }

    /**
     * The file with the earliest frame.
     *
     * @param mayRead whether to read on in the file whose frame went out last
     * @return null if there is none, or none before that read
     */
    private @Nullable Input next(boolean mayRead) throws IOException {
        Input last = current;
        if (last != null) {
            FileSource.Step step = last.file.advance(mayRead);
            if (step == FileSource.Step.NOT_YET && !mayRead) {
                return null;
            }
            Input rival = ready.peek();
            // Most often a file keeps its turn; then the queue is left alone.
            if (step == FileSource.Step.FRAME && (rival == null || order(last, rival) < 0)) {
                return last;
            }
            current = null;
            settle(last, step);
        }
        current = nextDue();
        return current;
    }

    /** Puts a file where its next step finds it. */
    private void settle(Input input, FileSource.Step step) throws IOException {
        switch (step) {
            case FRAME -> ready.add(input);
            case NOT_YET -> waiting.add(input);
            case END -> input.file.release();
            case FAILED -> {
                input.file.release();
                IOException another = input.file.failure();
                if (failure == null) {
                    failure = another;
                } else {
                    failure.addSuppressed(another);
                }
            }
        }
    }

    /** Takes the file with the earliest frame, open and with the frame in memory. */
    private @Nullable Input nextDue() throws IOException {
        while (true) {
            Input next = ready.poll();
            if (next == null || !next.closedUntilDue) {
                return next;
            }
            next.closedUntilDue = false;
            settle(next, next.file.advance(true));
        }
    }

    private int interfaceId(Input input, int idInFile) {
        int known = input.interfaceIds.length;
        if (idInFile >= known) {
            int[] more = Arrays.copyOf(input.interfaceIds, Math.max(idInFile + 1, 2 * known));
            Arrays.fill(more, known, more.length, -1);
            input.interfaceIds = more;
        }
        if (input.interfaceIds[idInFile] < 0) {
            input.interfaceIds[idInFile] = interfaces++;
        }
        return input.interfaceIds[idInFile];
    }
}
