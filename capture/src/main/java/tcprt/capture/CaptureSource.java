package tcprt.capture;

/** A {@link FrameSource} over stored captures, which also tells how far it has come. */
public interface CaptureSource extends FrameSource {
    /**
     * How much has been read so far, for a progress display.
     *
     * @return bytes, counted in the files as they are stored (compressed if they are compressed)
     */
    long bytesRead();

    /**
     * How much there is to read.
     *
     * @return bytes as stored, over all files, or -1 if that cannot be known: a pipe, or a file
     *     that is being followed
     */
    long bytesTotal();

    /**
     * Frames that never reached the files, as far as the files themselves say so (pcapng interface
     * statistics, isb_ifdrop and isb_osdrop). Final once the capture has ended.
     *
     * @return count of frames, 0 also if the capture does not tell
     */
    long framesDroppedByCapture();
}
