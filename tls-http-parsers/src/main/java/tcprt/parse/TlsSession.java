package tcprt.parse;

import tcprt.task.Effects;

/**
 * What the records of a connection mean for its tasks, in one version of TLS or, before that is
 * known, in none. Sees the type and length of records, and no bytes.
 */
interface TlsSession {
    /** What a segment with bytes of a handshake has. */
    long HANDSHAKE_DATA = Effects.TASK_DATA | Effects.HANDSHAKE;

    /**
     * The header of a record is complete.
     *
     * @param type ContentType
     * @param length of its body, bytes
     * @return {@link Effects}; {@link Effects#TASK_DATA} and {@link Effects#SAME_TASK} are those of
     *     every segment that holds some of the body
     */
    long onRecord(boolean fromHost, int type, int length);

    /**
     * A segment ends within the header of a record.
     *
     * @param type ContentType, all that is known of it
     * @return {@link Effects}: what they will be, or {@link Effects#MAYBE_ALERT} where the length
     *     decides
     */
    long onHeaderBegun(boolean fromHost, int type);

    /**
     * The last byte of that record's body is there.
     *
     * @return {@link Effects}
     */
    long onRecordEnd(boolean fromHost);

    /** A stretch of unknown length and meaning follows. */
    void onLost(boolean fromHost);
}
