package io.selfheal.responder.firewall.iptables;

import io.selfheal.responder.firewall.Change;
import io.selfheal.schemas.net.Cidr;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Writes what {@code ipset -exist restore} reads (ipset(8)): with {@code -exist} an addition gives an element that is
 * there its new time, and the removal of one that is not there is no error. Networks are gathered in a set of their own
 * and take the old one's place in one step.
 */
final class IpsetScript {
    /** The kernel's timers run no longer (ipset(8), timeout). */
    static final long MAX_SECONDS = 2_147_483;

    private static final int MAX_ADDRESSES = 1_048_576;
    private static final int MAX_NETWORKS = 65_536;
    private static final int HASH_ADDRESSES = 16_384;
    private static final int HASH_NETWORKS = 1024;

    private IpsetScript() {}

    static void write(Change change, OutputStream out) throws IOException {
        Writer script = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII), 1 << 16);
        if (change.install()) {
            for (Family family : Family.values()) {
                create(script, family.addresses(), "hash:ip", family, HASH_ADDRESSES, MAX_ADDRESSES);
                create(script, family.networks(), "hash:net", family, HASH_NETWORKS, MAX_NETWORKS);
            }
        }
        for (Cidr target : change.remove()) {
            script.write("del " + Family.of(target).addresses() + " " + target + "\n");
        }
        add(script, change.refresh(), false);
        add(script, change.add(), false);
        Map<Cidr, Duration> networks = change.networks();
        if (networks != null) {
            for (Family family : Family.values()) {
                create(script, family.nextNetworks(), "hash:net", family, HASH_NETWORKS, MAX_NETWORKS);
                script.write("flush " + family.nextNetworks() + "\n");
            }
            add(script, networks, true);
            for (Family family : Family.values()) {
                script.write("swap " + family.nextNetworks() + " " + family.networks() + "\n");
                script.write("destroy " + family.nextNetworks() + "\n");
            }
        }
        script.flush();
    }

    private static void create(Writer script, String set, String type, Family family, int hash, int max)
            throws IOException {
        script.write("create " + set + " " + type + " family " + family.ipsetName() + " hashsize " + hash + " maxelem "
                + max + " timeout 0 counters\n");
    }

    private static void add(Writer script, Map<Cidr, Duration> targets, boolean networks) throws IOException {
        for (Map.Entry<Cidr, Duration> entry : targets.entrySet()) {
            Family family = Family.of(entry.getKey());
            String set = networks ? family.nextNetworks() : family.addresses();
            script.write("add " + set + " " + entry.getKey() + " timeout " + seconds(entry.getValue()) + "\n");
        }
    }

    /** At least a second: zero would be for ever. */
    private static long seconds(Duration left) {
        return Math.clamp((left.toMillis() + 999) / 1000, 1, MAX_SECONDS);
    }
}
