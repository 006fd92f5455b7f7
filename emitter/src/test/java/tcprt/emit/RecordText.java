package tcprt.emit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import tcprt.task.Letter;
import tcprt.task.RecordType;
import tcprt.task.TcpRtRecord;

/** Reads a line back into a record: the opposite of what is tested, and as plain as can be. */
final class RecordText {
    private RecordText() {}

    /**
     * Reads one line.
     *
     * @param line without its newline, IPv4 addresses only
     */
    static TcpRtRecord parse(String line) {
        String[] token = line.split(" ", -1);
        if (!token[0].equals("V6") && !token[0].equals("V7")) {
            throw new IllegalArgumentException("neither a V6 nor a V7 line: " + line);
        }
        TcpRtRecord record = new TcpRtRecord();
        record.type = RecordType.valueOf(token[1].substring(0, 1));
        for (char letter : token[1].substring(Math.min(2, token[1].length())).toCharArray()) {
            record.letters |= Letter.valueOf(String.valueOf(letter)).bit();
        }
        // 999 ns that no line shows: microseconds are cut, not rounded.
        record.startTimeNs = number(token[2]) * 1_000_000_000 + number(token[3]) * 1000 + 999;
        record.remoteAddressLow = address(token[4]);
        record.remotePort = port(token[4]);
        record.localAddressLow = address(token[5]);
        record.localPort = port(token[5]);
        switch (record.type) {
            case R, P, W -> {
                record.sentBytes = number(token[6]);
                record.totalMicros = number(token[7]);
                record.minRttMicros = number(token[8]);
                record.retransmits = number(token[9]);
                record.taskNumber = number(token[10]);
                record.serverTimeMicros = number(token[11]);
                record.receiveTimeMicros = number(token[12]);
                if (record.type == RecordType.W) {
                    record.unackedBytes = number(token[13]);
                } else {
                    record.receivedBytes = number(token[13]);
                }
                record.reordered = (int) number(token[14]);
                record.mssBytes = number(token[15]);
                if (token[0].equals("V7")) {
                    parseV7(record, token);
                }
            }
            case N -> {
                record.taskNumber = number(token[6]);
                record.totalMicros = number(token[7]);
                record.receivedBytes = number(token[8]);
                record.reordered = (int) number(token[9]);
                record.mssBytes = number(token[10]);
            }
            case E -> {
                record.taskNumber = number(token[6]);
                record.sentBytes = number(token[7]);
                record.unackedBytes = number(token[8]);
                record.receivedBytes = number(token[9]);
                record.retransmits = number(token[10]);
                record.minRttMicros = number(token[11]);
            }
        }
        return record;
    }

    private static void parseV7(TcpRtRecord record, String[] token) {
        int at = 16;
        record.parsed = Character.isDigit(token[at].charAt(0));
        if (record.parsed) {
            record.smoothedRttMicros = number(token[at++]);
            record.congestionWindow = number(token[at++]);
        }
        if (token[at].equals("H")) {
            record.handshakeMicros = number(token[at + 1]);
            at += 2;
        }
        if (token[at].equals("F")) {
            record.firstFrames = (int) number(token[at + 1]) / 2;
            for (int i = 0; i < record.firstFrames; i++) {
                record.firstFrameBytes[i] = number(token[at + 2 + 2 * i]);
                record.firstFrameMicros[i] = number(token[at + 3 + 2 * i]);
            }
        }
    }

    private static long number(String text) {
        return Long.parseUnsignedLong(text);
    }

    private static long address(String endpoint) {
        String text = endpoint.substring(0, endpoint.lastIndexOf(':'));
        try {
            byte[] bytes = InetAddress.getByName(text).getAddress();
            return ByteBuffer.wrap(bytes).getInt() & 0xffff_ffffL;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(endpoint, e);
        }
    }

    private static int port(String endpoint) {
        return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }
}
