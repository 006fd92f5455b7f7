package tcprt.pcaps.publiccaptures;

import java.util.ArrayList;
import java.util.List;

/**
 * A connection of which we say something else than the tools, and why; each was read packet by
 * packet.
 *
 * @param name capture, tshark's stream number, traced end
 * @param difference what was expected and what is said instead
 */
record KnownDifference(String name, String difference) {
    static final List<KnownDifference> BYTES = new ArrayList<>();
    static final List<KnownDifference> SHORTEST_ROUND_TRIP = new ArrayList<>();
    static final List<KnownDifference> TSHARK_RETRANSMISSIONS = new ArrayList<>();
    static final List<KnownDifference> TCPTRACE_RETRANSMISSIONS = new ArrayList<>();

    static {
        // The host had closed its socket when more data came, and answered it with a reset: the
        // socket ended with the ACK of its FIN and never saw those bytes, nor a FIN behind them.
        bytes("joy/firefox58.pcap 2 CLIENT", "836 and 4510", "836 and 4472");
        bytes("joy/firefox58.pcap 4 CLIENT", "869 and 3811", "869 and 3773");
        bytes("joy/firefox58.pcap 6 CLIENT", "1169 and 3306", "1169 and 3275");
        bytes(
                "packetbeat/memcache_bin_tcp_multi_store_load.pcap 0 CLIENT",
                "409 and 340",
                "409 and 316");
        bytes("pcpp/example.pcap 33 CLIENT", "523 and 3390", "523 and 3363");
        bytes("pcpp/example2.pcap 49 CLIENT", "592 and 161", "592 and 133");
        bytes("pcpp/example2.pcap 51 CLIENT", "730 and 253", "730 and 226");
        bytes("pcpp/example2.pcap 62 CLIENT", "730 and 253", "730 and 226");
        bytes("pcpp/example2.pcap 71 SERVER", "6995 and 917", "6995 and 864");
        bytes("wireshark/tls-renegotiation.pcap 0 SERVER", "6063 and 2499", "6063 and 2446");
        bytes("zeek/tls-13draft19-early-data.pcap 0 CLIENT", "343 and 3230", "343 and 3206");
        bytes("zeek/tls-13draft19-early-data.pcap 1 CLIENT", "674 and 7631", "674 and 7607");
        // The host's reset acknowledges the data that came before the FIN, but not the FIN.
        bytes("pcpp/example2.pcap 50 CLIENT", "592 and 154", "592 and 153");
        // The tap is at the client: it saw the client's reset before what the server sent without
        // knowing of it. At the tap's time the server's socket is gone with the reset.
        bytes("joy/firefox58.pcap 6 SERVER", "3307 and 1169", "3306 and 1169");
        bytes("pcpp/example.pcap 33 SERVER", "3391 and 523", "3390 and 523");
        bytes("pcpp/example2.pcap 51 SERVER", "254 and 730", "226 and 730");
        bytes("pcpp/example2.pcap 62 SERVER", "254 and 730", "226 and 730");
        bytes("zeek/tls-13draft19-early-data.pcap 0 SERVER", "3231 and 343", "3230 and 343");
        // A forged reset, its number right, ends the connection; 150 bytes come after it.
        bytes("zeek/rst-inject-rae.trace 0 CLIENT", "175 and 0", "25 and 0");
        // The server's FIN is not in the capture; the client's last ACK tells of it.
        bytes("deepflow/decapsulate_erspan1.pcap 111 SERVER", "440 and 713", "441 and 713");
        // One direction only, in a tunnel of labels. The client's ACKs tell of 49 bytes and a FIN
        // of the server, whose socket ended with the ACK of that FIN, before the client's.
        bytes("zeek/mixed-vlan-mpls.trace 0 CLIENT", "27 and 0", "27 and 50");
        bytes("zeek/mixed-vlan-mpls.trace 0 SERVER", "0 and 27", "50 and 26");
        // The client was gone when the server spoke again, and did not even answer with a reset.
        bytes("zeek/pppoe-over-qinq.pcap 0 CLIENT", "11353 and 4985", "11353 and 4953");
        // 86 bytes go with the SYN (Fast Open); E counts from SND.NXT after it, as the kernel does.
        bytes("zeek/tcp-fast-open.pcap 1 CLIENT", "87 and 1308", "1 and 1308");

        // tshark takes the ACK field of a reset for an ACK, or goes on after the host's reset.
        roundTrip("joy/firefox58.pcap 2 CLIENT", 9934, 10030);
        roundTrip("pcpp/example2.pcap 51 SERVER", 31, 37);
        roundTrip("pcpp/example2.pcap 62 SERVER", 27, 61);

        // Each frame of the server is there twice, before and behind a router: 486 of its 972 have
        // the other's IP identification and sequence number and a TTL one lower.
        again(TSHARK_RETRANSMISSIONS, "tcptrace/hardware_dups.dmp 0 SERVER", "470 to 485", 0);
        again(TCPTRACE_RETRANSMISSIONS, "tcptrace/hardware_dups.dmp 0 SERVER", "485", 0);
        // Only FINs that the server sent again after the tap had seen the end of its socket.
        again(TSHARK_RETRANSMISSIONS, "tcptrace/http.dmp 9 SERVER", "1", 0);
        again(TSHARK_RETRANSMISSIONS, "zeek/tls-13draft19-early-data.pcap 0 SERVER", "1", 0);
        again(TCPTRACE_RETRANSMISSIONS, "tcptrace/http.dmp 9 SERVER", "1", 0);
        again(TCPTRACE_RETRANSMISSIONS, "zeek/tls-13draft19-early-data.pcap 0 SERVER", "1", 0);
        // Sent again in other sizes after an ICMP "fragmentation needed": the last segment is old
        // bytes and new ones in one. For tshark it is new, too.
        again(TCPTRACE_RETRANSMISSIONS, "zeek/smtp.trace 0 CLIENT", "5", 4);
        // 107 segments hold nothing new; tshark has 56 sent again and 52 out of order.
        again(TCPTRACE_RETRANSMISSIONS, "zeek/206_example_b.pcap 0 SERVER", "65 to 91", 107);
        // The byte that had been the window probe, sent once more when the window had opened.
        again(TSHARK_RETRANSMISSIONS, "tcptrace/zwnd.dmp 0 CLIENT", "0", 1);
        again(TCPTRACE_RETRANSMISSIONS, "tcptrace/zwnd.dmp 0 CLIENT", "0", 1);
        // A bare ACK overtook the FIN, which therefore looks old to tshark; tcptrace agrees with 0.
        again(TSHARK_RETRANSMISSIONS, "zeek/tls13_psk_succesfull.pcap 0 SERVER", "1", 0);
    }

    private static void bytes(String name, String tools, String ours) {
        BYTES.add(new KnownDifference(name, "expected %s bytes but was %s".formatted(tools, ours)));
    }

    private static void roundTrip(String name, int tools, int ours) {
        SHORTEST_ROUND_TRIP.add(
                new KnownDifference(name, "expected %d us but was %d".formatted(tools, ours)));
    }

    private static void again(List<KnownDifference> list, String name, String tools, int ours) {
        list.add(new KnownDifference(name, "expected %s but was %d".formatted(tools, ours)));
    }
}
