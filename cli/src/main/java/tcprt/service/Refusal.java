package tcprt.service;

/** A command is not carried out. The message is complete: what was found, what is allowed. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    /** Refuses with a reason that can be shown as it is. */
    public Refusal(String message) {
        super(message);
    }
}
