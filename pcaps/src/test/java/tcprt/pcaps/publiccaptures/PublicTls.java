package tcprt.pcaps.publiccaptures;

import java.util.Arrays;
import java.util.List;

/** What tshark says of TLS in one TCP stream. */
record PublicTls(TsvTable.Row row) {
    private static final String CLIENT_HELLO = "C:1";
    private static final String SERVER_HELLO = "S:2";
    private static final String CLIENT_KEY_EXCHANGE = "C:16";

    int stream() {
        return row.number("stream");
    }

    /** As on the wire, 0 if there is no ServerHello. */
    int version() {
        String text = row.text("version");
        return text.isEmpty() ? 0 : Integer.decode(text);
    }

    /** Records of handshake tasks that follow from the messages: a full one has two up to 1.2. */
    int handshakeTasks() {
        List<String> messages = messages();
        if (!messages.contains(CLIENT_HELLO)) {
            return 0;
        }
        boolean legacy = messages.contains(SERVER_HELLO) && version() <= 0x0303;
        return legacy && messages.contains(CLIENT_KEY_EXCHANGE) ? 2 : 1;
    }

    /** Whether the server took the key that early data was offered with. */
    boolean mayHaveEarlyData() {
        List<String> flags = List.of(row.text("flags").split(","));
        return flags.contains("ch_early_data")
                && flags.contains("sh_psk")
                && !flags.contains("hrr");
    }

    /** Sender and type of the handshake messages in the clear. */
    private List<String> messages() {
        return Arrays.stream(row.text("handshake(dir:type@time)").split(";"))
                .map(message -> message.replaceAll("@.*", ""))
                .toList();
    }
}
