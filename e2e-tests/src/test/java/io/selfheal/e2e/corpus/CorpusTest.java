package io.selfheal.e2e.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Holds parsers and detection to what they reached on real logs that other projects published. The logs are not part
 * of this project: where they do not lie beside the checkout, these tests are skipped. {@code ./selfheal bench
 * detection --misses} prints the same figures with every wrong answer.
 */
class CorpusTest {
    // Floors: what was reached, so that it is not lost again. Raise them with what is reached.
    private static final double SOURCES = 98;
    private static final double USERS = 95;
    private static final double EXPECTED = 95;
    private static final int STRANGERS = 6;

    private Corpus corpus;

    @BeforeEach
    void theCorpusLiesBesideTheCheckout() {
        Optional<Corpus> found = Corpus.besideTheCheckout();
        assumeThat(found).isPresent();
        corpus = found.orElseThrow();
    }

    @Test
    void everybodyWhoGuessesPasswordsIsNamedAndNobodyElse() throws IOException {
        Traffic sshd = Traffic.ofSshd(corpus);

        assertThat(sshd.expected().misses()).isEmpty();
        assertThat(sshd.strangers()).isEmpty();
    }

    @Test
    void visitorsOfAPublicSiteAreLeftInPeace() throws IOException {
        Traffic web = Traffic.ofWebSite(corpus);

        assertThat(web.flaggedPercent()).as("flagged: %s", web.strangers()).isLessThanOrEqualTo(1);
    }

    @Test
    void linesOfPromisedServicesAreUnderstood() throws IOException {
        HubLines lines = HubLines.measure(corpus);

        assertThat(lines.source().percent()).as("sources %s", lines.sources()).isGreaterThanOrEqualTo(SOURCES);
        assertThat(lines.user().percent()).as("users %s", lines.users()).isGreaterThanOrEqualTo(USERS);
    }

    @Test
    void attacksOnPromisedServicesAreFlagged() throws IOException {
        HubScenarios scenarios = HubScenarios.measure(corpus);

        assertThat(scenarios.expectedInAll().percent())
                .as("expected %s", scenarios.expected())
                .isGreaterThanOrEqualTo(EXPECTED);
        assertThat(scenarios.strangers()).hasSizeLessThanOrEqualTo(STRANGERS);
    }

    @Test
    void attacksInRequestsAreToldFromNearMisses() throws IOException {
        CrsRequests requests = CrsRequests.measure(corpus);

        Tally attacks = Objects.requireNonNull(requests.attacks().get(1));
        Tally nearMisses = Objects.requireNonNull(requests.nearMisses().get(1));
        assertThat(attacks.percent()).as("not seen: %s", attacks.misses()).isGreaterThanOrEqualTo(92);
        assertThat(nearMisses.percent()).as("seen: %s", nearMisses.misses()).isGreaterThanOrEqualTo(95);
    }
}
