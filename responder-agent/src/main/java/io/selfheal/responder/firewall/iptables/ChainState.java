package io.selfheal.responder.firewall.iptables;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code iptables -v -S} says of our chain.
 *
 * @param exists whether there is a chain of our name
 * @param dropping the sets whose packets it drops
 * @param jumps how many rules of PREROUTING lead to it
 * @param first whether PREROUTING begins with one of them
 * @param dropped packets dropped so far
 */
record ChainState(boolean exists, Set<String> dropping, int jumps, boolean first, long dropped) {
    static final String CHAIN = "SELFHEAL";
    private static final String PREROUTING = "PREROUTING";

    /** Lines like {@code -A SELFHEAL -m set --match-set selfheal4 src -c 0 0 -j DROP}. */
    static ChainState parse(String rules) {
        boolean exists = false;
        Set<String> dropping = new TreeSet<>();
        int jumps = 0;
        int prerouting = 0;
        boolean first = false;
        long dropped = 0;
        for (String line : rules.split("\n", -1)) {
            List<String> words = List.of(line.strip().split(" ", -1));
            exists |= words.size() == 2
                    && words.getFirst().equals("-N")
                    && words.get(1).equals(CHAIN);
            if (words.size() < 2 || !words.getFirst().equals("-A")) {
                continue;
            }
            String target = after(words, "-j");
            if (words.get(1).equals(PREROUTING)) {
                boolean ours = isBareJump(words, target);
                jumps += ours ? 1 : 0;
                first |= ours && prerouting == 0;
                prerouting++;
            } else if (words.get(1).equals(CHAIN) && target.equals("DROP")) {
                dropping.add(after(words, "--match-set"));
                String counted = after(words, "-c");
                dropped += counted.matches("[0-9]{1,18}") ? Long.parseLong(counted) : 0;
            }
        }
        return new ChainState(exists, dropping, jumps, first, dropped);
    }

    boolean isInPlace(Family family) {
        return exists && first && jumps == 1 && dropping.containsAll(family.sets());
    }

    /** A jump with a condition is somebody else's. */
    private static boolean isBareJump(List<String> words, String target) {
        boolean counted = words.contains("-c");
        return target.equals(CHAIN) && words.size() == (counted ? 7 : 4);
    }

    private static String after(List<String> words, String name) {
        int at = words.indexOf(name);
        return at < 0 || at + 1 >= words.size() ? "" : words.get(at + 1);
    }
}
