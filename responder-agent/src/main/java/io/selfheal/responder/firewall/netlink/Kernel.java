package io.selfheal.responder.firewall.netlink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Conversations with nf_tables: a transaction and its acknowledgement, a question and its answers. */
final class Kernel implements AutoCloseable {
    private static final int HEADER = 16;
    private static final int GENERIC = 4;
    private static final int MAX_INTERRUPTED = 10;

    /** A socket when one is needed. */
    private final NetlinkFirewall.Opener opener;

    private NetlinkSocket socket;
    private int sequence = 1;

    Kernel(NetlinkFirewall.Opener opener) throws IOException {
        this.opener = opener;
        this.socket = opener.open();
    }

    /** What an answer holds: its attributes, behind the generic header. */
    @FunctionalInterface
    interface Answer {
        void read(Attributes attributes);
    }

    int nextSequence() {
        return sequence++;
    }

    /** The number of the ruleset in force: it is another one after each transaction, whoever made it. */
    int generation() throws IOException {
        int[] number = new int[1];
        ask("reading the generation", NfTables.NFT_MSG_GETGEN, false, out -> {}, () -> {}, generation -> {
            while (generation.next()) {
                number[0] = generation.type() == NfTables.NFTA_GEN_ID ? generation.number() : number[0];
            }
        });
        return number[0];
    }

    /**
     * Commits the batch.
     *
     * @throws NetlinkException with the first error that the kernel names; then nothing of the batch is in force
     */
    void commit(String what, Batch batch) throws IOException {
        MessageWriter messages = batch.finish();
        drain();
        socket.send(messages.memory(), messages.length());
        NetlinkException problem = null;
        boolean acknowledged = false;
        for (ByteBuffer bytes = socket.receive(false); bytes.hasRemaining(); bytes = socket.receive(false)) {
            int at = 0;
            while (bytes.limit() - at >= HEADER) {
                int length = length(bytes, at);
                if (type(bytes, at) == NfTables.NLMSG_ERROR) {
                    NetlinkException error = error(what, bytes, at, length);
                    problem = problem == null ? error : problem;
                    acknowledged |= bytes.getInt(at + 8) == batch.last();
                }
                at += aligned(length);
            }
        }
        if (problem != null) {
            throw problem;
        }
        if (!acknowledged) {
            throw new NetlinkException(what, NetlinkException.EAGAIN, "");
        }
    }

    /**
     * Asks; a list that changed while it was given is asked for again.
     *
     * @param message e.g. {@link NfTables#NFT_MSG_GETSETELEM}
     * @param dump whether all are wanted
     * @param question writes the question's attributes
     * @param fresh called before each try, to forget what was read before
     */
    void ask(String what, int message, boolean dump, Consumer<MessageWriter> question, Runnable fresh, Answer answer)
            throws IOException {
        for (int i = 1; i <= MAX_INTERRUPTED; i++) {
            fresh.run();
            if (askOnce(what, message, dump, question, answer)) {
                return;
            }
        }
        throw new NetlinkException(what, NetlinkException.EBUSY, "the list changed each time while it was read");
    }

    private boolean askOnce(String what, int message, boolean dump, Consumer<MessageWriter> question, Answer answer)
            throws IOException {
        drain();
        int asked = nextSequence();
        try (MessageWriter out = new MessageWriter(256)) {
            int flags = NfTables.NLM_F_REQUEST | (dump ? NfTables.NLM_F_DUMP : NfTables.NLM_F_ACK);
            out.begin(NfTables.type(message), flags, asked, NfTables.NFPROTO_INET, 0);
            question.accept(out);
            out.end();
            socket.send(out.memory(), out.length());
        }
        boolean whole = true;
        while (true) {
            ByteBuffer bytes = socket.receive(true);
            int at = 0;
            while (bytes.limit() - at >= HEADER) {
                int length = length(bytes, at);
                int type = type(bytes, at);
                if (bytes.getInt(at + 8) == asked) {
                    whole &= (bytes.getShort(at + 6) & NfTables.NLM_F_DUMP_INTR) == 0;
                    if (type == NfTables.NLMSG_ERROR || type == NfTables.NLMSG_DONE) {
                        NetlinkException error = error(what, bytes, at, length);
                        if (error != null) {
                            throw error;
                        }
                        return whole;
                    }
                    answer.read(new Attributes(bytes, at + HEADER + GENERIC, at + length));
                }
                at += aligned(length);
            }
        }
    }

    /** Throws away answers to what was given up. */
    private void drain() throws IOException {
        try {
            while (socket.receive(false).hasRemaining()) {
                // Belongs to an earlier question.
            }
        } catch (NetlinkException e) {
            if (e.errno() != NetlinkException.ENOBUFS) {
                reopen();
            }
        }
    }

    private void reopen() throws IOException {
        socket.close();
        socket = opener.open();
    }

    private static int length(ByteBuffer bytes, int at) {
        int length = bytes.getInt(at);
        return length < HEADER || length > bytes.limit() - at ? bytes.limit() - at : length;
    }

    private static int type(ByteBuffer bytes, int at) {
        return bytes.getShort(at + 4) & 0xffff;
    }

    private static int aligned(int length) {
        return (length + 3) & ~3;
    }

    /** {@code nlmsgerr}: the error, the header of what was asked, all of it unless capped, then attributes. */
    private static @Nullable NetlinkException error(String what, ByteBuffer bytes, int at, int length) {
        if (length < HEADER + Integer.BYTES) {
            return new NetlinkException(what, NetlinkException.EAGAIN, "an answer was cut off");
        }
        int errno = -bytes.getInt(at + HEADER);
        if (errno == 0) {
            return null;
        }
        int flags = bytes.getShort(at + 6) & 0xffff;
        String explanation = "";
        if ((flags & NfTables.NLM_F_ACK_TLVS) != 0 && length >= HEADER * 2 + Integer.BYTES) {
            boolean capped = (flags & NfTables.NLM_F_CAPPED) != 0;
            int echoed = capped ? HEADER : aligned(bytes.getInt(at + HEADER + Integer.BYTES));
            Attributes attributes = new Attributes(bytes, at + HEADER + Integer.BYTES + echoed, at + length);
            while (attributes.next()) {
                if (attributes.type() == NfTables.NLMSGERR_ATTR_MSG) {
                    explanation = attributes.text();
                }
            }
        }
        return new NetlinkException(what, errno, explanation);
    }

    @Override
    public void close() {
        socket.close();
    }
}
