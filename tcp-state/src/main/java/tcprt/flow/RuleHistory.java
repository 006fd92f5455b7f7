package tcprt.flow;

/**
 * What rules that were replaced while connections were followed still mean: a connection that began
 * under them is followed to its end, and one that they left alone stays so.
 */
final class RuleHistory {
    private static final int PORTS = 65536;

    /** Ports that some rules so far have traced. */
    private final boolean[] ever = new boolean[PORTS];

    /** Ports that all rules so far have traced. */
    private final boolean[] always = new boolean[PORTS];

    RuleHistory(PortRules first) {
        for (int port = 0; port < PORTS; port++) {
            boolean traced = first.mayTrace(port, port);
            ever[port] = traced;
            always[port] = traced;
        }
    }

    void add(PortRules next) {
        for (int port = 0; port < PORTS; port++) {
            boolean traced = next.mayTrace(port, port);
            ever[port] |= traced;
            always[port] &= traced;
        }
    }

    /**
     * Whether a connection between these ports may be followed; the cheap question to ask first.
     */
    boolean mayBeFollowed(int portA, int portB) {
        return ever[portA] || ever[portB];
    }

    /**
     * Whether a connection between these ports of which no SYN was seen may be one that should be
     * followed, rather than one that began when the rules left it alone.
     */
    boolean mayBeJoined(int portA, int portB) {
        return always[portA] || always[portB];
    }
}
