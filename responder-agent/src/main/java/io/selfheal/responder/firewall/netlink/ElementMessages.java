package io.selfheal.responder.firewall.netlink;

import static io.selfheal.responder.firewall.netlink.NfTables.*;

import io.selfheal.responder.firewall.Change;
import io.selfheal.responder.firewall.NftSet;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the elements of a change. Kernels before 6.12 keep the old timeout when an element is added again, and before
 * 6.3 a missing element cannot be deleted without an error; "add, delete, add" in one transaction works everywhere,
 * whether the element is there, has just expired, or never was. The networks are rewritten as a whole.
 */
final class ElementMessages {
    /** A list's length has 16 bits, and one element takes up to 80 bytes. */
    private static final int PER_MESSAGE = 800;

    private final Batch batch;

    ElementMessages(Batch batch) {
        this.batch = batch;
    }

    /** About how many bytes the elements of a change take. */
    static int sizeOf(Change change) {
        Map<Cidr, Duration> networks = change.networks();
        long elements = change.add().size()
                + 3L * change.refresh().size()
                + 2L * change.remove().size()
                + 2L * (networks == null ? 0 : networks.size());
        return (int) Math.min(1 << 30, elements * 42 + elements / PER_MESSAGE * 96 + 4096);
    }

    void write(Change change) {
        for (NftSet set : NftSet.values()) {
            if (set.holdsNetworks()) {
                rewrite(set, change.networks());
            } else {
                Map<Cidr, Duration> refresh = change.refresh();
                write(NFT_MSG_NEWSETELEM, 0, set, change.remove(), null);
                write(NFT_MSG_DELSETELEM, 0, set, change.remove(), null);
                write(NFT_MSG_NEWSETELEM, 0, set, refresh.keySet(), null);
                write(NFT_MSG_DELSETELEM, 0, set, refresh.keySet(), null);
                write(NFT_MSG_NEWSETELEM, 0, set, refresh.keySet(), refresh);
                write(NFT_MSG_NEWSETELEM, 0, set, change.add().keySet(), change.add());
            }
        }
    }

    /** Overlaps are an error: NLM_F_EXCL keeps the kernel from overlooking two networks with one beginning. */
    private void rewrite(NftSet set, @Nullable Map<Cidr, Duration> networks) {
        if (networks != null) {
            MessageWriter flush = batch.change(NFT_MSG_DELSETELEM, 0);
            names(flush, set);
            flush.end();
            write(NFT_MSG_NEWSETELEM, NLM_F_EXCL, set, networks.keySet(), networks);
        }
    }

    private void write(
            int message, int flags, NftSet set, Collection<Cidr> targets, @Nullable Map<Cidr, Duration> times) {
        int create = message == NFT_MSG_NEWSETELEM ? NLM_F_CREATE : 0;
        MessageWriter out = null;
        int list = 0;
        int count = 0;
        for (Cidr target : targets) {
            if (!set.takes(target)) {
                continue;
            }
            if (out == null) {
                out = batch.change(message, flags | create);
                names(out, set);
                list = out.nest(NFTA_SET_ELEM_LIST_ELEMENTS);
            }
            element(out, target, times == null ? null : times.get(target));
            if (++count % PER_MESSAGE == 0) {
                out.close(list);
                out.end();
                out = null;
            }
        }
        if (out != null) {
            out.close(list);
            out.end();
        }
    }

    private static void names(MessageWriter out, NftSet set) {
        out.text(NFTA_SET_ELEM_LIST_TABLE, NftSet.TABLE);
        out.text(NFTA_SET_ELEM_LIST_SET, set.label());
    }

    /** A network is two elements: its first address, and the first behind it, which is left out after the last of all. */
    private static void element(MessageWriter out, Cidr target, @Nullable Duration left) {
        int element = out.nest(NFTA_LIST_ELEM);
        if (left != null) {
            out.number(NFTA_SET_ELEM_TIMEOUT, Math.max(1, left.toMillis()));
        }
        key(out, target.isIpv4(), target.address());
        out.close(element);
        IpAddress end = target.isSingleAddress() ? null : Ranges.endOf(target);
        if (end != null) {
            int closing = out.nest(NFTA_LIST_ELEM);
            out.number(NFTA_SET_ELEM_FLAGS, NFT_SET_ELEM_INTERVAL_END);
            key(out, target.isIpv4(), end);
            out.close(closing);
        }
    }

    private static void key(MessageWriter out, boolean ipv4, IpAddress address) {
        int key = out.nest(NFTA_SET_ELEM_KEY);
        if (ipv4) {
            out.number(NFTA_DATA_VALUE, address.ipv4Bits());
        } else {
            out.pair(NFTA_DATA_VALUE, address.high(), address.low());
        }
        out.close(key);
    }
}
