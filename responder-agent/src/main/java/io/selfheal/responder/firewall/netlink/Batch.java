package io.selfheal.responder.firewall.netlink;

import java.util.function.IntSupplier;

/** One transaction while it is written: {@code NFNL_MSG_BATCH_BEGIN}, changes, {@code NFNL_MSG_BATCH_END}. */
final class Batch implements AutoCloseable {
    private final MessageWriter out;
    private final IntSupplier sequence;
    private int last;

    /**
     * Begins it.
     *
     * @param sequence gives a new number for each message
     * @param capacity what is expected, in bytes
     */
    Batch(IntSupplier sequence, int capacity) {
        this.out = new MessageWriter(capacity);
        this.sequence = sequence;
        out.begin(
                NfTables.NFNL_MSG_BATCH_BEGIN,
                NfTables.NLM_F_REQUEST,
                sequence.getAsInt(),
                0,
                NfTables.NFNL_SUBSYS_NFTABLES);
        out.end();
    }

    /** Begins a change of the family {@code inet}; {@link MessageWriter#end()} ends it. */
    MessageWriter change(int message, int flags) {
        last = sequence.getAsInt();
        out.begin(NfTables.type(message), NfTables.NLM_F_REQUEST | flags, last, NfTables.NFPROTO_INET, 0);
        return out;
    }

    /** Ends it; the last change is acknowledged, failed ones are anyway. */
    MessageWriter finish() {
        out.addFlag(NfTables.NLM_F_ACK);
        out.begin(
                NfTables.NFNL_MSG_BATCH_END,
                NfTables.NLM_F_REQUEST,
                sequence.getAsInt(),
                0,
                NfTables.NFNL_SUBSYS_NFTABLES);
        out.end();
        return out;
    }

    /** The number of the last change, whose acknowledgement ends the answers. */
    int last() {
        return last;
    }

    @Override
    public void close() {
        out.close();
    }
}
