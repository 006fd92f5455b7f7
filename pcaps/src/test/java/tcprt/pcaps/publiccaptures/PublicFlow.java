package tcprt.pcaps.publiccaptures;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** What tshark and tcptrace say of one TCP stream; each end is asked for by its {@link Role}. */
record PublicFlow(TsvTable.Row row) {
    /** Which end of a stream is the traced host. */
    enum Role {
        CLIENT("c", "c2s"),
        SERVER("s", "s2c");

        private final String letter;
        private final String sends;

        Role(String letter, String sends) {
            this.letter = letter;
            this.sends = sends;
        }

        Role other() {
            return this == CLIENT ? SERVER : CLIENT;
        }
    }

    int stream() {
        return row.number("stream");
    }

    InetSocketAddress endpoint(Role role) {
        return endpoint(row.text(role == Role.CLIENT ? "client" : "server"));
    }

    private static InetSocketAddress endpoint(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return new InetSocketAddress(
                    InetAddress.getByName(text.substring(0, colon)),
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Segments of this end. */
    int segments(Role role) {
        return row.number("pkts_" + role.sends);
    }

    /** Payload bytes this end sent, each counted once, as far as the capture holds them. */
    int uniqueBytes(Role role) {
        return row.number("uniq_" + role.sends + "_calc");
    }

    /** Times that tshark found the segment before missing from the capture. */
    int gaps(Role role) {
        return row.number("lost_" + role.sends);
    }

    /** SYNs, or SYN-ACKs, of this end. */
    int syns(Role role) {
        return row.number("syn_" + role.letter);
    }

    int fins(Role role) {
        return row.number("fin_" + role.letter);
    }

    /** MSS option of this end's SYN, 0 if absent. */
    int mssOption(Role role) {
        return row.isNumber("mss_" + role.letter) ? row.number("mss_" + role.letter) : 0;
    }

    /** Segments of this end that tshark takes for sent again, of whatever kind. */
    int tsharkRetransmissions(Role role) {
        return row.number("retrans_" + role.sends);
    }

    /** Segments of this end that tshark takes for overtaken by later ones. */
    int tsharkOutOfOrder(Role role) {
        return row.number("ooo_" + role.sends);
    }

    boolean hasTcptrace(Role role) {
        return row.isNumber("tcptrace_rexmt_pkts_" + role.sends);
    }

    int tcptraceRetransmissions(Role role) {
        return row.number("tcptrace_rexmt_pkts_" + role.sends);
    }

    /** Segments of this end that tcptrace takes for overtaken by later ones. */
    int tcptraceOutOfOrder(Role role) {
        return row.number("tcptrace_ooo_pkts_" + role.sends);
    }

    /** Probes of this end that send its last byte again; retransmissions for tcptrace. */
    int keepAlives(Role role) {
        return row.number("keepalive_" + role.sends);
    }

    /** Whether all three segments of the handshake are in the capture, in their order. */
    boolean hasHandshake() {
        return row.isNumber("t_syn")
                && row.isNumber("t_synack")
                && row.isNumber("t_ack3")
                && handshakeNs(Role.CLIENT) >= 0
                && handshakeNs(Role.SERVER) >= 0;
    }

    /** From what this end sent in the handshake, first copy, to its answer. */
    long handshakeNs(Role role) {
        return role == Role.CLIENT
                ? row.secondsAsNs("t_synack") - row.secondsAsNs("t_syn")
                : row.secondsAsNs("t_ack3") - row.secondsAsNs("t_synack");
    }

    /** Round trips of this end's segments that tshark measured, those of its SYN and FIN too. */
    int roundTrips(Role role) {
        return row.number("n_ack_rtt_by_" + role.other().letter);
    }

    /** The shortest of them. */
    long shortestRoundTripNs(Role role) {
        return row.secondsAsNs("ack_rtt_by_" + role.other().letter + "_min");
    }

    @Override
    public String toString() {
        return "stream " + stream() + " " + endpoint(Role.CLIENT) + " -> " + endpoint(Role.SERVER);
    }
}
