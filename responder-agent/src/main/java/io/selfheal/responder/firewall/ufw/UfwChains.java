package io.selfheal.responder.firewall.ufw;

import io.selfheal.schemas.net.Cidr;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ufw show user-rules} says: the kernel's chains with their counters, whatever ufw's files say.
 *
 * @param input whom the chains for what comes to this machine drop, with the packets counted
 * @param forward the same for what is passed on
 */
record UfwChains(Map<Cidr, Long> input, Map<Cidr, Long> forward) {
    private static final Pattern CHAIN = Pattern.compile("Chain ufw6?-user-(input|forward) .{0,80}");
    /** Packets, bytes, target, protocol, options, in, out, source, destination, and nothing behind. */
    private static final Pattern DROP = Pattern.compile(
            " *([0-9]{1,18}) +[0-9]+ +DROP +(?:0|all) +(?:-- +)?\\* +\\* +([0-9a-fA-F.:/]{2,43}) +(?:0\\.0\\.0\\.0/0|::/0) *");

    static UfwChains parse(String shown) {
        UfwChains chains = new UfwChains(new HashMap<>(), new HashMap<>());
        Map<Cidr, Long> current = null;
        for (String line : shown.split("\n", -1)) {
            Matcher chain = CHAIN.matcher(line);
            if (line.startsWith("Chain ")) {
                current = chain.matches() ? chain.group(1).equals("input") ? chains.input : chains.forward : null;
                continue;
            }
            Matcher drop = DROP.matcher(line);
            Cidr target = current != null && drop.matches() ? Cidr.tryParse(drop.group(2)) : null;
            if (target != null) {
                current.putIfAbsent(target, Long.parseLong(drop.group(1)));
            }
        }
        return chains;
    }

    /** Packets that were dropped, wherever they wanted to go. */
    long packets(Cidr target) {
        return input.getOrDefault(target, 0L) + forward.getOrDefault(target, 0L);
    }

    boolean drops(Cidr target) {
        return input.containsKey(target) && forward.containsKey(target);
    }
}
