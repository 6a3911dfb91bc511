package io.selfheal.responder.isolate;

import io.selfheal.responder.isolate.WayOut.Broker;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The table of an isolation in the language of {@code nft -f -}, as one transaction that replaces a former one.
 *
 * <p>The set {@code active} holds the two families with a timeout, and each chain lets everything pass that is not in
 * it: when the kernel lets the elements expire, the isolation is over, whatever became of the responder. Everything that
 * is let pass is so by a rule of its own; open connections of anybody else stop at once.
 */
final class IsolationScript {
    static final String TABLE = "selfheal_isolation";

    /** Works whether the table is there or not. */
    static final String REMOVE = "add table inet " + TABLE + "\ndelete table inet " + TABLE + "\n";

    /** Each chain ends with it: as many as there are chains. */
    static final String END = "counter";

    private IsolationScript() {}

    static String write(WayOut out, Duration length) {
        StringBuilder script = new StringBuilder(REMOVE);
        script.append("table inet ").append(TABLE).append(" {\n");
        String timeout = " timeout " + Math.max(1, (length.toMillis() + 999) / 1000) + "s";
        set(script, "active", "type nf_proto; flags timeout;", "ipv4" + timeout + ", ipv6" + timeout);
        Function<Broker, String> broker = b -> b.address() + " . " + b.port();
        family(script, "brokers", " . inet_service;", out.brokers(), b -> isIpv4(b.address()), broker);
        family(script, "names", ";", out.nameServers(), IsolationScript::isIpv4, IpAddress::toString);
        family(script, "admins", "; flags interval; auto-merge;", out.administrators(), Cidr::isIpv4, Cidr::toString);
        chain(script, "input", """
                iif lo accept
                ct state established ip saddr . tcp sport @brokers4 accept
                ct state established ip6 saddr . tcp sport @brokers6 accept
                ct state established ip saddr @names4 udp sport 53 accept
                ct state established ip6 saddr @names6 udp sport 53 accept
                ct state established ip saddr @names4 tcp sport 53 accept
                ct state established ip6 saddr @names6 tcp sport 53 accept
                ip saddr @admins4 tcp dport %1$d accept
                ip6 saddr @admins6 tcp dport %1$d accept
                udp sport 67 udp dport 68 limit rate 30/minute accept
                udp sport 547 udp dport 546 limit rate 30/minute accept
                icmpv6 type { nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } accept
                """.formatted(out.sshPort()));
        chain(script, "output", """
                oif lo accept
                ip daddr . tcp dport @brokers4 accept
                ip6 daddr . tcp dport @brokers6 accept
                ip daddr @names4 udp dport 53 accept
                ip6 daddr @names6 udp dport 53 accept
                ip daddr @names4 tcp dport 53 accept
                ip6 daddr @names6 tcp dport 53 accept
                ct state established ip daddr @admins4 tcp sport %1$d accept
                ct state established ip6 daddr @admins6 tcp sport %1$d accept
                udp sport 68 udp dport 67 limit rate 30/minute accept
                udp sport 546 udp dport 547 limit rate 30/minute accept
                icmpv6 type { nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert } accept
                """.formatted(out.sshPort()));
        chain(script, "forward", "");
        return script.append("}\n").toString();
    }

    private static boolean isIpv4(IpAddress address) {
        return Cidr.of(address).isIpv4();
    }

    private static <T> void family(
            StringBuilder script,
            String name,
            String type,
            Collection<T> all,
            Predicate<T> isIpv4,
            Function<T, String> element) {
        for (boolean four : new boolean[] {true, false}) {
            String elements = all.stream()
                    .filter(one -> isIpv4.test(one) == four)
                    .map(element)
                    .collect(Collectors.joining(", "));
            set(script, name + (four ? "4" : "6"), "type " + (four ? "ipv4_addr" : "ipv6_addr") + type, elements);
        }
    }

    private static void set(StringBuilder script, String name, String type, String elements) {
        script.append("set ").append(name).append(" { ").append(type);
        if (!elements.isEmpty()) {
            script.append(" elements = { ").append(elements).append(" };");
        }
        script.append(" }\n");
    }

    /** After connection tracking, so that {@code ct state} is known. What is not accepted here is dropped for good. */
    private static void chain(StringBuilder script, String hook, String rules) {
        script.append("chain ")
                .append(hook)
                .append(" { type filter hook ")
                .append(hook)
                .append(" priority -150; policy accept;\nmeta nfproto != @active accept\n")
                .append(rules)
                .append(END)
                .append(" drop\n}\n");
    }
}
