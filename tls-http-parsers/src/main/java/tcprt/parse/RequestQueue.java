package tcprt.parse;

/** The requests that wait for their response, oldest first: which need special treatment. */
final class RequestQueue {
    static final int LIMIT = Long.SIZE;

    static final int ORDINARY = 0;

    /** HEAD: the response has no body, whatever its head says. */
    static final int HEAD = 1;

    /** CONNECT: with a 2xx response the connection becomes a tunnel. */
    static final int CONNECT = 2;

    /** Bit i belongs to the request that is answered after i others. */
    private long heads;

    private long connects;
    private int size;

    int size() {
        return size;
    }

    void clear() {
        heads = 0;
        connects = 0;
        size = 0;
    }

    /** Adds a request. @return false if there are {@link #LIMIT} already */
    boolean add(int kind) {
        if (size == LIMIT) {
            return false;
        }
        if (kind == HEAD) {
            heads |= 1L << size;
        } else if (kind == CONNECT) {
            connects |= 1L << size;
        }
        size++;
        return true;
    }

    /** Removes the oldest request. @return its kind; ORDINARY if nobody asked */
    int take() {
        if (size == 0) {
            return ORDINARY;
        }
        int kind = (heads & 1) != 0 ? HEAD : (connects & 1) != 0 ? CONNECT : ORDINARY;
        heads >>>= 1;
        connects >>>= 1;
        size--;
        return kind;
    }
}
