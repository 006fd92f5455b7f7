package tcprt.wire;

/**
 * Why a frame was set aside. Each has a counter; none is an exception, because bad input is normal
 * input.
 */
public enum Defect {
    /** Nothing is wrong: every accessor of the view may be called. */
    NONE("usable");

    private final String description;

    Defect(String description) {
        this.description = description;
    }

    /** A few words for the closing summary. */
    public String description() {
        return description;
    }
}
