package tcprt.parse;

import tcprt.task.Effects;
import tcprt.task.TlsHandshake;

/**
 * TLS 1.3 after the ServerHello (RFC 8446 2), where handshake messages, alerts and data all are
 * records of type 23 and only their lengths differ.
 *
 * <pre>
 *   client                                             server
 *     ClientHello [early data]                      -> ServerHello {...} {Finished} [data]
 *     [EndOfEarlyData] [Certificate, ...] Finished  -> [tickets]
 *     request                                       -> response
 * </pre>
 *
 * <p>All but the last row is one task. The length of a record is that of its content, one byte of
 * content type, and the cipher's tag (5.2). Nobody pads handshake messages or alerts in practice;
 * where someone does, they are not recognised.
 */
final class Tls13Session implements TlsSession {
    private static final int AES_256_GCM_SHA384 = 0x1302;
    private static final int AES_128_CCM_8_SHA256 = 0x1305;
    private static final int MESSAGE_HEADER = 4;
    private static final int ALERT_LENGTH = 2;

    /** Where the client is with its second flight. */
    private enum Flight {
        /** Nothing but perhaps early data. */
        AWAITED,
        /** A record was EndOfEarlyData, if Finished is next. */
        EARLY_DATA_ENDS,
        /** A record that is not Finished: a Certificate, or the whole flight in one. */
        CERTIFICATE,
        /** After it, one as long as a CertificateVerify. */
        CERTIFICATE_VERIFY,
        OVER
    }

    private final TlsHandshake facts;

    private int overhead;
    private int finishedLength;

    private Flight flight = Flight.OVER;
    private boolean flightRecord;

    private boolean earlyDataOffered;
    private boolean earlyDataPossible;
    private boolean earlyDataSeen;
    private boolean earlyDataAccepted;

    private int hostRecords;
    private boolean hostFinished;
    private boolean hostFlightLost;

    private boolean requestSeen;

    Tls13Session(TlsHandshake facts) {
        this.facts = facts;
    }

    /**
     * Expects what follows a ServerHello.
     *
     * @param earlyDataOffered the client asked for early data, and was not told to begin again
     * @param earlyDataSeen it has already sent some
     */
    void begin(ServerHelloReader serverHello, boolean earlyDataOffered, boolean earlyDataSeen) {
        int cipherSuite = serverHello.cipherSuite();
        overhead = 1 + (cipherSuite == AES_128_CCM_8_SHA256 ? 8 : 16);
        int hashLength = cipherSuite == AES_256_GCM_SHA384 ? 48 : 32;
        finishedLength = MESSAGE_HEADER + hashLength + overhead;
        flight = Flight.AWAITED;
        this.earlyDataOffered = earlyDataOffered;
        earlyDataPossible = earlyDataOffered && serverHello.takesPreSharedKey();
        this.earlyDataSeen = earlyDataSeen;
        earlyDataAccepted = false;
        hostRecords = 0;
        hostFinished = false;
        hostFlightLost = false;
        requestSeen = false;
    }

    @Override
    public long onRecord(boolean fromHost, int type, int length) {
        if (type == RecordReader.APPLICATION_DATA) {
            return fromHost ? onSent(length) : onReceived(length);
        }
        // ChangeCipherSpec for middleboxes (RFC 8446 D.4), or an alert in the clear.
        if (fromHost) {
            return flight == Flight.OVER ? 0 : HANDSHAKE_DATA;
        }
        return 0;
    }

    @Override
    public long onHeaderBegun(boolean fromHost, int type) {
        boolean over = flight == Flight.OVER;
        if (type != RecordReader.APPLICATION_DATA) {
            return fromHost && !over ? Effects.TASK_DATA : 0;
        }
        if (!fromHost) {
            return over ? Effects.MAYBE_ALERT : 0;
        }
        if (over) {
            return requestSeen ? Effects.MAYBE_ALERT : 0;
        }
        return hostFinished ? Effects.MAYBE_ALERT : Effects.TASK_DATA;
    }

    private long onReceived(int length) {
        if (flight == Flight.OVER) {
            return onRequest(length);
        }
        if (isFinished(length)) {
            earlyDataAccepted |= earlyDataPossible && flight == Flight.EARLY_DATA_ENDS;
            flight = Flight.OVER;
            flightRecord = true;
            return earlyDataEffect();
        }
        return earlyDataOffered ? onEarlyData(length) : onCertificates(length);
    }

    /** Early data that was accepted ends with EndOfEarlyData and not before. */
    private boolean isFinished(int length) {
        return length == finishedLength && (!earlyDataAccepted || flight == Flight.EARLY_DATA_ENDS);
    }

    private long onEarlyData(int length) {
        boolean mayBeTheEnd = length == MESSAGE_HEADER + overhead;
        earlyDataSeen |= !mayBeTheEnd || flight == Flight.EARLY_DATA_ENDS;
        flight = mayBeTheEnd ? Flight.EARLY_DATA_ENDS : Flight.AWAITED;
        return earlyDataEffect();
    }

    private long earlyDataEffect() {
        if (!earlyDataAccepted || !earlyDataSeen || facts.earlyDataAccepted) {
            return 0;
        }
        facts.earlyDataAccepted = true;
        return Effects.EARLY_DATA;
    }

    /**
     * Some clients send every message of the flight in a record of its own, some send the flight in
     * one. The second record tells which, by its length.
     */
    private long onCertificates(int length) {
        switch (flight) {
            case AWAITED -> {
                if (isAlert(length)) {
                    return 0; // The client does not like the server's flight.
                }
                flight = Flight.CERTIFICATE;
            }
            case CERTIFICATE -> {
                if (!isCertificateVerify(length - overhead)) {
                    flight = Flight.OVER;
                    return onRequest(length);
                }
                flight = Flight.CERTIFICATE_VERIFY;
            }
            default -> {
                flight = Flight.OVER;
                return onRequest(length);
            }
        }
        flightRecord = true;
        return 0;
    }

    /** RFC 8446 4.4.3: algorithm 2, signature 2 + n. */
    private static boolean isCertificateVerify(int contentLength) {
        int signature = contentLength - MESSAGE_HEADER - 2 - 2;
        return switch (signature) {
            case 128, 256, 384, 512 -> true; // RSA
            case 64, 114 -> true; // Ed25519, Ed448
            // ECDSA: two integers in DER, a little shorter if one begins with zeros.
            default -> isAbout(72, signature) || isAbout(104, signature) || isAbout(139, signature);
        };
    }

    private static boolean isAbout(int longest, int length) {
        return length <= longest && length > longest - 5;
    }

    private boolean isAlert(int length) {
        return length == ALERT_LENGTH + overhead;
    }

    private long onRequest(int length) {
        requestSeen = true;
        return isAlert(length) ? Effects.MAYBE_ALERT : Effects.TASK_DATA;
    }

    private long onSent(int length) {
        boolean flightBegun = flight == Flight.CERTIFICATE || flight == Flight.CERTIFICATE_VERIFY;
        if (flightBegun || (hostFinished && earlyDataOffered && !earlyDataPossible)) {
            flight = Flight.OVER; // The server says more only to a client that has finished.
        }
        if (flight == Flight.OVER) {
            if (isAlert(length)) {
                return Effects.MAYBE_ALERT;
            }
            return requestSeen ? Effects.TASK_DATA : 0;
        }
        if (!hostFinished) {
            hostRecords++; // EncryptedExtensions come first, whatever their length.
            hostFinished = !hostFlightLost && hostRecords > 1 && length == finishedLength;
            return HANDSHAKE_DATA;
        }
        if (isAlert(length)) {
            return Effects.MAYBE_ALERT;
        }
        earlyDataAccepted |= earlyDataPossible; // An answer to a client that has not finished.
        return Effects.TASK_DATA | earlyDataEffect();
    }

    @Override
    public long onRecordEnd(boolean fromHost) {
        if (fromHost || !flightRecord) {
            return 0;
        }
        flightRecord = false;
        return Effects.HANDSHAKE_ENDS;
    }

    @Override
    public void onLost(boolean fromHost) {
        if (fromHost) {
            hostFlightLost = true;
        } else {
            flight = Flight.OVER; // Finished may have been in it, and a request.
            flightRecord = false;
            requestSeen = true;
        }
    }
}
