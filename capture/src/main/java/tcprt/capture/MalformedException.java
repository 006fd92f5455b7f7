package tcprt.capture;

/** What is wrong with the record a {@link FileFormat} is looking at: found, and what is allowed. */
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * Says what is wrong.
     *
     * @param finding continues a sentence whose subject is the record, such as "claims 9 captured
     *     bytes, the limit is 8"
     */
    MalformedException(String finding) {
        super(finding);
    }
}
