package io.selfheal.responder.firewall.netlink;

import static io.selfheal.responder.firewall.netlink.NfTables.*;

import io.selfheal.responder.firewall.Held;
import io.selfheal.responder.firewall.NftSet;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads our table back: chain, rules, and the elements of each set with their times and counters. */
final class TableListing {
    private static final int KEY_IPV4 = Integer.BYTES;
    private static final int KEY_IPV6 = 2 * Long.BYTES;

    private final Kernel kernel;
    private final Map<Cidr, Duration> remaining = new HashMap<>();
    private final Map<Cidr, Long> packets = new HashMap<>();
    private final Set<NftSet> dropping = EnumSet.noneOf(NftSet.class);
    private boolean hooked;
    private int foreign;
    private long dropped;

    private TableListing(Kernel kernel) {
        this.kernel = kernel;
    }

    static Held read(Kernel kernel) throws IOException {
        TableListing listing = new TableListing(kernel);
        boolean chain = listing.exists(listing::readChain);
        boolean rules = chain && listing.exists(listing::readRules);
        boolean sets = true;
        for (NftSet set : NftSet.values()) {
            sets &= listing.exists(() -> listing.readSet(set));
        }
        boolean inPlace = rules && sets && listing.hooked && listing.dropping.size() == NftSet.values().length;
        return new Held(inPlace, listing.remaining, listing.packets, listing.foreign, chain ? listing.dropped : -1);
    }

    /** The packets that our rules have dropped. */
    static long dropped(Kernel kernel) throws IOException {
        TableListing listing = new TableListing(kernel);
        listing.readRules();
        return listing.dropped;
    }

    @FunctionalInterface
    private interface Reading {
        void read() throws IOException;
    }

    private boolean exists(Reading reading) throws IOException {
        try {
            reading.read();
            return true;
        } catch (NetlinkException e) {
            if (e.errno() == NetlinkException.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    private void readChain() throws IOException {
        kernel.ask(
                "reading the chain",
                NFT_MSG_GETCHAIN,
                false,
                out -> {
                    out.text(NFTA_CHAIN_TABLE, NftSet.TABLE);
                    out.text(NFTA_CHAIN_NAME, NftSet.CHAIN);
                },
                () -> hooked = false,
                chain -> {
                    while (chain.next()) {
                        hooked |= chain.type() == NFTA_CHAIN_HOOK && isOurHook(chain.nested());
                    }
                });
    }

    private static boolean isOurHook(Attributes hook) {
        int number = -1;
        int priority = 0;
        while (hook.next()) {
            switch (hook.type()) {
                case NFTA_HOOK_HOOKNUM -> number = hook.number();
                case NFTA_HOOK_PRIORITY -> priority = hook.number();
                default -> {
                    // A device, which family inet has none of here.
                }
            }
        }
        return number == NF_INET_PRE_ROUTING && priority == NftSet.RAW_PRIORITY;
    }

    private void readRules() throws IOException {
        kernel.ask(
                "reading the rules",
                NFT_MSG_GETRULE,
                true,
                out -> {
                    out.text(NFTA_RULE_TABLE, NftSet.TABLE);
                    out.text(NFTA_RULE_CHAIN, NftSet.CHAIN);
                },
                () -> {
                    dropping.clear();
                    dropped = 0;
                },
                this::readRule);
    }

    /** A rule counts when it is of our table and drops what a set of ours names, whatever else stands in it. */
    private void readRule(Attributes rule) {
        boolean ours = false;
        RuleParts parts = new RuleParts();
        while (rule.next()) {
            switch (rule.type()) {
                case NFTA_RULE_TABLE -> ours = rule.text().equals(NftSet.TABLE);
                case NFTA_RULE_EXPRESSIONS -> parts.read(rule.nested());
                default -> {
                    // Handles, positions, what nft notes down.
                }
            }
        }
        if (ours && parts.drops) {
            dropped += parts.packets;
            for (NftSet set : NftSet.values()) {
                if (set.label().equals(parts.set)) {
                    dropping.add(set);
                }
            }
        }
    }

    private void readSet(NftSet set) throws IOException {
        Ranges<Element> ranges = new Ranges<>(set.isIpv4());
        Element element = new Element();
        kernel.ask(
                "reading the set " + set.label(),
                NFT_MSG_GETSETELEM,
                true,
                out -> {
                    out.text(NFTA_SET_ELEM_LIST_TABLE, NftSet.TABLE);
                    out.text(NFTA_SET_ELEM_LIST_SET, set.label());
                },
                () -> {
                    // A second reading overwrites the first, and what vanished meanwhile is found the next time.
                },
                answer -> {
                    while (answer.next()) {
                        if (answer.type() == NFTA_SET_ELEM_LIST_ELEMENTS) {
                            Attributes list = answer.nested();
                            while (list.next()) {
                                element.read(list.nested(), set.isIpv4());
                                take(element, set, ranges);
                            }
                        }
                    }
                });
        foreign += ranges.forEach((network, read) -> put(network, read));
    }

    private void take(Element element, NftSet set, Ranges<Element> ranges) {
        IpAddress key = element.key;
        if (key == null) {
            foreign++;
        } else if (!set.holdsNetworks()) {
            put(Cidr.of(key), element);
        } else if (element.closes) {
            ranges.close(key);
        } else {
            ranges.open(key, element.copy());
        }
    }

    private void put(Cidr target, Element element) {
        remaining.put(target, element.left());
        if (element.packets > 0) {
            packets.put(target, element.packets);
        }
    }

    /** One rule while it is read. */
    private static final class RuleParts {
        private String set = "";
        private boolean drops;
        private long packets;

        void read(Attributes expressions) {
            while (expressions.next()) {
                Attributes expression = expressions.nested();
                String name = "";
                while (expression.next()) {
                    if (expression.type() == NFTA_EXPR_NAME) {
                        name = expression.text();
                    } else if (expression.type() == NFTA_EXPR_DATA) {
                        expression(name, expression.nested());
                    }
                }
            }
        }

        private void expression(String name, Attributes data) {
            while (data.next()) {
                if (name.equals("lookup") && data.type() == NFTA_LOOKUP_SET) {
                    set = data.text();
                } else if (name.equals("counter") && data.type() == NFTA_COUNTER_PACKETS) {
                    packets = data.longNumber();
                } else if (name.equals("immediate") && data.type() == NFTA_IMMEDIATE_DATA) {
                    drops |= isDrop(data.nested());
                }
            }
        }

        private static boolean isDrop(Attributes data) {
            if (!data.next() || data.type() != NFTA_DATA_VERDICT) {
                return false;
            }
            Attributes verdict = data.nested();
            return verdict.next() && verdict.type() == NFTA_VERDICT_CODE && verdict.number() == NF_DROP;
        }
    }

    /** One element while it is read; used again for the next. */
    private static final class Element {
        private @Nullable IpAddress key;
        private boolean closes;
        private long expires = -1;
        private long packets;

        void read(Attributes element, boolean ipv4) {
            key = null;
            closes = false;
            expires = -1;
            packets = 0;
            while (element.next()) {
                switch (element.type()) {
                    case NFTA_SET_ELEM_KEY -> key = key(element.nested(), ipv4);
                    case NFTA_SET_ELEM_FLAGS -> closes = (element.number() & NFT_SET_ELEM_INTERVAL_END) != 0;
                    case NFTA_SET_ELEM_EXPIRATION -> expires = element.longNumber();
                    case NFTA_SET_ELEM_EXPR -> packets = counted(element.nested());
                    case NFTA_SET_ELEM_EXPRESSIONS -> {
                        Attributes all = element.nested();
                        while (all.next()) {
                            packets = Math.max(packets, counted(all.nested()));
                        }
                    }
                    default -> {
                        // The whole time, what nft notes down.
                    }
                }
            }
        }

        private static @Nullable IpAddress key(Attributes key, boolean ipv4) {
            if (!key.next() || key.length() != (ipv4 ? KEY_IPV4 : KEY_IPV6)) {
                return null;
            }
            return ipv4 ? IpAddress.ofIpv4(key.number()) : new IpAddress(key.longNumber(0), key.longNumber(8));
        }

        private static long counted(Attributes expression) {
            while (expression.next()) {
                if (expression.type() == NFTA_EXPR_DATA) {
                    Attributes data = expression.nested();
                    while (data.next()) {
                        if (data.type() == NFTA_COUNTER_PACKETS) {
                            return data.longNumber();
                        }
                    }
                }
            }
            return 0;
        }

        Duration left() {
            return expires < 0 ? Held.WITHOUT_END : Duration.ofMillis(expires);
        }

        Element copy() {
            Element copy = new Element();
            copy.key = key;
            copy.closes = closes;
            copy.expires = expires;
            copy.packets = packets;
            return copy;
        }
    }
}
