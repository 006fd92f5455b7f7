package tcprt.parse;

/** Reads the first line of a message byte by byte, without its end. */
interface HttpStartLine {
    /** Makes ready for another line. */
    void reset();

    /** Takes the next byte. @return whether this can still be such a line */
    boolean accept(byte b);

    /** The line is over. @return whether it was such a line */
    boolean end();
}
