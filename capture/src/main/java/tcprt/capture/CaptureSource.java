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
     * Frames that never reached the files, as far as the files themselves say so. Final once the
     * capture has ended.
     *
     * <p>pcapng can say it twice for one interface: in its statistics (isb_ifdrop and isb_osdrop,
     * counted from the start of the capture) and with each packet (epb_dropcount, counted from the
     * packet before). These are the same losses, so of the statistics and the packets' sum the
     * larger counts. A snoop file counts with each packet from its first on.
     *
     * @return count of frames, 0 also if the capture does not tell
     */
    long framesDroppedByCapture();
}
