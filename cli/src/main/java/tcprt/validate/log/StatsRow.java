package tcprt.validate.log;

/**
 * A row of {@code rt-network-stats}.
 *
 * @param place {@code file:line}
 * @param epochSeconds when it was written, by the kernel's clock
 * @param peer whether the port has a P
 * @param averages the eight numbers behind the port, in the order of {@link Column}
 * @param tasks the last number
 */
public record StatsRow(
        String place, long epochSeconds, boolean peer, int port, Averages averages, long tasks) {

    /** What the columns between port and number of tasks are. */
    public enum Column {
        RT("rt"),
        SERVER_TIME("server_time"),
        DROP("drop"),
        RTT("mrtt"),
        FAIL("fail"),
        BYTES("sent"),
        RECV_TIME("recv_time"),
        RECV_DATA("recv");

        private final String title;

        Column(String title) {
            this.title = title;
        }

        /** Named as the field of a record that it is the average of, where there is one. */
        public String title() {
            return title;
        }
    }

    /** Eight averages, u64. */
    public static final class Averages {
        private final long[] values;

        Averages(long[] values) {
            this.values = values.clone();
        }

        public long of(Column column) {
            return values[column.ordinal()];
        }
    }

    /** The port as the row has it: {@code 80} or {@code P80}. */
    public String portText() {
        return (peer ? "P" : "") + port;
    }
}
