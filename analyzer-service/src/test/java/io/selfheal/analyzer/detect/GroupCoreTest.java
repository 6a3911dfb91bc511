package io.selfheal.analyzer.detect;

import static io.selfheal.analyzer.Events.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.relay.Blame;
import io.selfheal.analyzer.relay.Relay;
import io.selfheal.analyzer.relay.Share;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.analyzer.scenario.KeyTexts;
import io.selfheal.analyzer.scenario.Occurrence;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a group passes back to its sources. */
class GroupCoreTest {
    private static final String BOTNET = "user-distributed-brute-force";
    private static final int BOTS = 14;

    private final RuleSet rules = RuleSet.shipped();
    private final GroupCore core = new GroupCore(rules, PolicyBook.defaults());
    private final Map<String, SourceProfile> profiles = new HashMap<>();
    private final List<Blame> blames = new ArrayList<>();

    @Test
    void aBotnetAtWorkOnManyAccountsIsHeldAgainstEachBotOnceAnHour() {
        for (int account = 0; account < 10; account++) {
            attack("account-" + account, START.plusSeconds(account));
        }
        assertThat(blamedBots()).hasSize(BOTS).doesNotHaveDuplicates();

        blames.clear();
        attack("account-11", START.plusSeconds(3700));
        assertThat(blamedBots()).hasSize(BOTS).doesNotHaveDuplicates();
    }

    private List<String> blamedBots() {
        return blames.stream()
                .filter(blame -> blame.claim().name().equals(BOTNET))
                .map(Blame::key)
                .toList();
    }

    private void attack(String account, Instant from) {
        for (int bot = 1; bot <= BOTS; bot++) {
            String id = account + "-" + bot + "-" + from;
            IpAddress source = IpAddress.parse("203.0." + bot + ".9");
            Instant at = from.plusMillis(bot);
            Origin origin = new Origin(id, at, "web1", "test", source, 0, null, 1, null, 0, null, null);
            Occurrence failed = new Occurrence(
                    new Authentication(
                            origin, EventAction.LOGIN, EventOutcome.FAILURE, "ssh", account, false, null, null),
                    (int) at.getEpochSecond(),
                    true,
                    List.of());
            for (String key : rules.scenarios().groups().keysOf(failed, new KeyTexts())) {
                SourceProfile profile = profiles.computeIfAbsent(key, SourceProfile::create);
                for (Relay relay : core.on(new Share(key, failed), profile, at).relays()) {
                    if (relay instanceof Blame blame) {
                        blames.add(blame);
                    }
                }
            }
        }
    }
}
