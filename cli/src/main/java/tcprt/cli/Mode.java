package tcprt.cli;

/** What is recognised in a port's data: the {@code mode} of the service's file. */
enum Mode {
    /** Any stream of requests and responses. */
    DEFAULT,
    /** HTTP/1.1; on a peer port the same as {@link #DEFAULT}. */
    HTTP,
    /** TLS; on a peer port the same as {@link #DEFAULT}. */
    HTTPS
}
