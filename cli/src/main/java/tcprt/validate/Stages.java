package tcprt.validate;

/** Watches a validation come forward; called often, from its thread. */
public interface Stages {
    /** So many bytes of the kernel's logs, as they are stored, have been read. */
    void onLogRead(long bytes);

    /** So many records of both sides have been joined. */
    void onJoined(long records);
}
