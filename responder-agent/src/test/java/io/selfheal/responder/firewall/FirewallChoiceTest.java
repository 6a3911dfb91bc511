package io.selfheal.responder.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FirewallChoiceTest {

    /** One that works, or says why not. */
    private record Candidate(String name, @Nullable String problem, List<String> weaknesses) implements Firewall {
        @Override
        public Held held() throws FirewallException {
            if (problem != null) {
                throw new FirewallException(problem);
            }
            return Held.NOTHING;
        }

        @Override
        public void apply(Change change) {}

        @Override
        public void removeAll() {}
    }

    private static final Candidate BROKEN = new Candidate("netlink", "not permitted", List.of());
    private static final Candidate MISSING = new Candidate("nft", "cannot run nft", List.of());
    private static final Candidate WEAK = new Candidate("iptables", null, List.of("is slower"));

    @Test
    void takesTheFirstThatWorksAndSaysWhyItPassedOverTheOthers() {
        FirewallChoice choice = FirewallChoice.firstOf(List.of(BROKEN, MISSING, WEAK));

        assertThat(choice.firewall()).isEqualTo(WEAK);
        assertThat(choice.remarks())
                .containsExactly(
                        "firewall netlink was not usable at the start: not permitted",
                        "firewall nft was not usable at the start: cannot run nft",
                        "firewall iptables: is slower");
    }

    @Test
    void whenNoneWorksTheFirstSaysSoInEveryOutcome() {
        FirewallChoice choice = FirewallChoice.firstOf(List.of(BROKEN, MISSING));

        assertThat(choice.remarks()).hasSize(2);
        assertThatThrownBy(() -> choice.firewall().held()).hasMessage("not permitted");
    }
}
