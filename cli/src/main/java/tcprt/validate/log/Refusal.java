package tcprt.validate.log;

/** Why a line of a log was not taken. */
public enum Refusal {
    NOT_A_RECORD("does not begin with V6 or V7"),
    UNKNOWN_TYPE("has no type R, E, N, W or P, or a letter that is none of C, Z, A, H, F"),
    BAD_TIME("has no seconds and microseconds"),
    BAD_ADDRESS("has no address and port where they belong"),
    BAD_NUMBER("has a word that is no number of 64 bits"),
    OUT_OF_RANGE("has a number that is larger than the kernel's field"),
    WRONG_COUNT("has too few or too many numbers for its type"),
    BAD_TAIL("has an H or F whose numbers do not follow"),
    NO_END("ends without a line feed, inside a word"),
    TOO_LONG("is longer than any record"),
    CORRUPT("cannot be decompressed from here on");

    private final String description;

    Refusal(String description) {
        this.description = description;
    }

    /** Continues a sentence that begins with the line. */
    public String description() {
        return description;
    }
}
