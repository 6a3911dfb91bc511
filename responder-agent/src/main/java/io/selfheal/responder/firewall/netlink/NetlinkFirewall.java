package io.selfheal.responder.firewall.netlink;

import io.selfheal.responder.firewall.Change;
import io.selfheal.responder.firewall.Firewall;
import io.selfheal.responder.firewall.FirewallException;
import io.selfheal.responder.firewall.Held;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's nftables over netlink: the same table as {@link io.selfheal.responder.firewall.NftablesFirewall} makes,
 * without running a program. One block costs some ten microseconds; a change of any size is one transaction. The kernel
 * lets blocks expire by itself, also when nothing of ours runs.
 */
public final class NetlinkFirewall implements Firewall, AutoCloseable {
    private final Opener opener;
    private @Nullable Kernel kernel;
    /** The number of the kernel's ruleset when all that had changed it since it was read were we. */
    private int expected;

    private boolean inPlace;

    /** Opens the socket when it is first needed. */
    @FunctionalInterface
    public interface Opener {
        NetlinkSocket open() throws IOException;
    }

    public NetlinkFirewall(Opener opener) {
        this.opener = opener;
    }

    @Override
    public String name() {
        return "netlink";
    }

    @Override
    public void probe() throws FirewallException {
        try {
            kernel().generation();
        } catch (IOException e) {
            throw new FirewallException("netlink cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public Held held() throws FirewallException {
        try {
            int before = kernel().generation();
            Held held = TableListing.read(kernel());
            expected = before;
            inPlace = held.inPlace() && held.foreign() == 0;
            return held;
        } catch (IOException e) {
            throw new FirewallException("cannot list the firewall: " + e.getMessage(), e);
        }
    }

    @Override
    public void apply(Change change) throws FirewallException {
        if (change.isEmpty()) {
            return;
        }
        try {
            commit("change", change, false);
        } catch (NetlinkException e) {
            if (!change.install() || e.errno() != NetlinkException.EEXIST) {
                throw refused("change", e);
            }
            rebuild(change);
        } catch (IOException e) {
            throw refused("change", e);
        }
    }

    /** What stands under our names is not as we make it: the table is made anew, with what it held, at once. */
    private void rebuild(Change change) throws FirewallException {
        try {
            commit("rebuild", change.carrying(held()), true);
        } catch (IOException e) {
            throw refused("rebuild", e);
        }
    }

    /** Each transaction of anybody's gives the ruleset the next number (nf_tables' generation, NFTA_GEN_ID). */
    @Override
    public OptionalLong droppedIfUntouched() throws FirewallException {
        try {
            boolean same = inPlace && kernel().generation() == expected;
            return same ? OptionalLong.of(TableListing.dropped(kernel())) : OptionalLong.empty();
        } catch (IOException e) {
            throw new FirewallException("cannot read the firewall: " + e.getMessage(), e);
        }
    }

    private void commit(String what, Change change, boolean afresh) throws IOException {
        transaction(what, ElementMessages.sizeOf(change), batch -> {
            TableMessages table = new TableMessages(batch);
            if (afresh) {
                table.removeAll();
            }
            if (change.install()) {
                table.install();
            }
            new ElementMessages(batch).write(change);
        });
    }

    @Override
    public void removeAll() throws FirewallException {
        inPlace = false;
        try {
            transaction("empty", 512, batch -> new TableMessages(batch).removeAll());
        } catch (IOException e) {
            throw refused("empty", e);
        }
    }

    private void transaction(String what, int capacity, Consumer<Batch> content) throws IOException {
        Kernel now = kernel();
        try (Batch batch = new Batch(now::nextSequence, capacity)) {
            content.accept(batch);
            now.commit(what, batch);
            expected++;
        }
    }

    private Kernel kernel() throws IOException {
        Kernel now = kernel;
        if (now == null) {
            now = new Kernel(opener);
            kernel = now;
        }
        return now;
    }

    private static FirewallException refused(String what, IOException e) {
        return new FirewallException("the kernel refused to " + what + " the firewall: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        Kernel now = kernel;
        if (now != null) {
            now.close();
            kernel = null;
        }
    }
}
