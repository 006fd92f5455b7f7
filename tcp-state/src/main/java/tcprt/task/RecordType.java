package tcprt.task;

/** The five kinds of line TCP-RT writes. The name is the letter printed. */
public enum RecordType {
    /** A complete task of a local port: request received, response sent. */
    R,
    /** The connection went away. Written after every other record of a connection. */
    E,
    /** The connection went away while a request was being received. */
    N,
    /** The connection went away while a response was being sent. */
    W,
    /** A complete task of a peer port: request sent, response received. */
    P
}
