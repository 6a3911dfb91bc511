package io.selfheal.responder.firewall;

import io.selfheal.schemas.net.Cidr;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes changes in the language of {@code nft -f -}, which applies a whole script or nothing of it.
 *
 * <p>Kernels before 6.12 keep the old timeout when an element is added again, and nft before 1.0.7 has no
 * {@code destroy}; "add, delete, add" works everywhere, whether the element is there, has just expired, or never was.
 * Interval sets are rewritten as a whole ("flush, add"), because nft refuses an element that overlaps one which goes
 * in the same script.
 */
final class NftScript {
    /** nft needs memory for each statement's elements; the whole script stays one transaction. */
    private static final int STATEMENT = 20_000;

    private static final String INSTALL =
            """
            add table inet selfheal
            add set inet selfheal blocked4 { type ipv4_addr; flags timeout; size %1$d; counter; }
            add set inet selfheal blocked6 { type ipv6_addr; flags timeout; size %1$d; counter; }
            add set inet selfheal blocked4_nets { type ipv4_addr; flags interval,timeout; size %2$d; counter; }
            add set inet selfheal blocked6_nets { type ipv6_addr; flags interval,timeout; size %2$d; counter; }
            add chain inet selfheal prerouting { type filter hook prerouting priority raw; policy accept; }
            flush chain inet selfheal prerouting
            add rule inet selfheal prerouting ip saddr @blocked4 counter drop
            add rule inet selfheal prerouting ip6 saddr @blocked6 counter drop
            add rule inet selfheal prerouting ip saddr @blocked4_nets counter drop
            add rule inet selfheal prerouting ip6 saddr @blocked6_nets counter drop
            """.formatted(NftSet.ADDRESSES_IPV4.maxElements(), NftSet.NETWORKS_IPV4.maxElements());

    /** Works whether the table is there or not. */
    static final String REMOVE_ALL = "add table inet selfheal\ndelete table inet selfheal\n";

    private NftScript() {}

    /** @param afresh take the table away first, in the same transaction */
    static void write(Change change, boolean afresh, OutputStream out) throws IOException {
        Writer script = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.US_ASCII), 1 << 16);
        if (afresh) {
            script.write(REMOVE_ALL);
        }
        if (change.install()) {
            script.write(INSTALL);
        }
        try {
            Map<Cidr, Duration> refresh = change.refresh();
            statements(script, "add", change.remove(), Cidr::toString, "");
            statements(script, "delete", change.remove(), Cidr::toString, "");
            statements(script, "add", refresh.keySet(), Cidr::toString, "");
            statements(script, "delete", refresh.keySet(), Cidr::toString, "");
            statements(script, "add", refresh.keySet(), target -> timed(target, refresh), "");
            statements(script, "add", change.add().keySet(), target -> timed(target, change.add()), "");
            rewriteNetworks(script, change.networks());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        script.flush();
    }

    private static void rewriteNetworks(Writer script, @Nullable Map<Cidr, Duration> networks) throws IOException {
        if (networks == null) {
            return;
        }
        script.write("flush set inet selfheal blocked4_nets\nflush set inet selfheal blocked6_nets\n");
        statements(script, "add", networks.keySet(), target -> timed(target, networks), "_nets");
    }

    private static void statements(
            Writer script, String verb, Collection<Cidr> targets, Function<Cidr, String> element, String suffix)
            throws IOException {
        family(script, verb + " element inet selfheal blocked4" + suffix, targets, Cidr::isIpv4, element);
        family(script, verb + " element inet selfheal blocked6" + suffix, targets, target -> !target.isIpv4(), element);
    }

    private static void family(
            Writer script,
            String head,
            Collection<Cidr> targets,
            Predicate<Cidr> member,
            Function<Cidr, String> element)
            throws IOException {
        int count = 0;
        for (Cidr target : targets) {
            if (!member.test(target)) {
                continue;
            }
            if (count % STATEMENT == 0) {
                script.write(count == 0 ? head + " { " : " }\n" + head + " { ");
            } else {
                script.write(',');
            }
            script.write(element.apply(target));
            count++;
        }
        if (count > 0) {
            script.write(" }\n");
        }
    }

    /** At least a second: nft reads a timeout of zero as "for ever". */
    private static String timed(Cidr target, Map<Cidr, Duration> times) {
        long millis = times.getOrDefault(target, Duration.ZERO).toMillis();
        return target + " timeout " + Math.max(1, (millis + 999) / 1000) + "s";
    }
}
