package tcprt.validate.join;

import tcprt.validate.record.Entry;

/** Takes what a {@link Joiner} finds, roughly in the order of time. */
public interface JoinHandler {
    void onPairing(Pairing pairing);

    void onUnpaired(Unpaired unpaired);

    /** A line of the kernel that says again, word by word, what another one said. */
    void onRepeated(Entry kernel);
}
