package io.selfheal.responder.firewall.ufw;

import io.selfheal.schemas.net.Cidr;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ufw show added} says: the rules as they would be typed. Ours carry the comment {@code selfheal SECONDS},
 * the end of the block in seconds since 1970; ufw lets no rule end by itself.
 *
 * @param inputs our blocks of what comes to this machine, with their ends
 * @param routes our blocks of what is passed on
 * @param others what others deny in the same words; ufw keeps one rule of them, which is not ours to change
 */
record UfwRules(Map<Cidr, Instant> inputs, Map<Cidr, Instant> routes, Set<Cidr> others) {
    private static final String TAG = "selfheal ";
    private static final Pattern OURS =
            Pattern.compile("ufw (route )?deny from ([0-9a-fA-F.:/]{2,43}) comment 'selfheal ([0-9]{1,11})'");
    private static final Pattern OTHERS =
            Pattern.compile("ufw (route )?deny from ([0-9a-fA-F.:/]{2,43})(?: comment '.{0,1000}')?");

    static UfwRules parse(String added) {
        UfwRules rules = new UfwRules(new HashMap<>(), new HashMap<>(), new HashSet<>());
        added.lines().forEach(rules::read);
        return rules;
    }

    private void read(String line) {
        Matcher ours = OURS.matcher(line);
        Matcher theirs = OTHERS.matcher(line);
        if (ours.matches()) {
            Cidr target = Cidr.tryParse(ours.group(2));
            if (target != null) {
                (ours.group(1) == null ? inputs : routes)
                        .put(target, Instant.ofEpochSecond(Long.parseLong(ours.group(3))));
            }
        } else if (theirs.matches() && theirs.group(1) == null) {
            Cidr target = Cidr.tryParse(theirs.group(2));
            if (target != null) {
                others.add(target);
            }
        }
    }

    /** The comment of a block that ends then. */
    static String comment(Instant end) {
        return TAG + end.getEpochSecond();
    }
}
