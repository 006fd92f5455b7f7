package tcprt.pcaps.golden;

/** Where a capture of a golden pair was taken. */
enum View {
    /** On the server, so the server's sockets are the traced ones. */
    SERVER("server", "kernel"),
    /** On the client, whose sockets are the traced ones. */
    CLIENT("client", "kernel.peer"),
    /** On the way between them, as at a mirror port; the server's sockets are the traced ones. */
    MIDDLE("middle", "kernel"),
    /** The same captures, replayed with {@code --vantage mirror}. */
    MIRROR("middle", "kernel");

    private final String captureName;
    private final String kernelName;

    View(String captureName, String kernelName) {
        this.captureName = captureName;
        this.kernelName = kernelName;
    }

    /** Name of the capture, without what follows its first dot. */
    String captureName() {
        return captureName;
    }

    /** What the names of the kernel's files begin with. */
    String kernelName() {
        return kernelName;
    }
}
