package io.selfheal.analyzer.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.detect.AnalyzerCore;
import io.selfheal.analyzer.geo.Places;
import io.selfheal.analyzer.plugin.Detectors;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.rules.DropIns;
import io.selfheal.schemas.rules.RuleEntry;
import io.selfheal.schemas.rules.RuleFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that are exchanged while profiles remember what happened under the old ones. */
class RuleReloadTest {
    private static final String LOCKS = """
            version: "1"
            scenarios:
              - id: locks
                description: "three refusals"
                when: {action: login, service: lockd}
                threshold: {count: 3, window: 10m}
                score: 70
                class: brute_force
                examples:
                  - {name: n, fires: true, events: [{action: login, service: lockd, repeat: 3}]}
            """;
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final AtomicReference<RuleSet> rules = new AtomicReference<>();
    private final SourceProfile profile = SourceProfile.create("203.0.113.7");
    private AnalyzerCore core;
    private int events;

    @BeforeEach
    void begin() throws RuleException {
        take(LOCKS);
        core = new AnalyzerCore(
                rules::get,
                PolicyBook.withoutAllowlist(),
                new BlastRadius(),
                AnalyzerCore.DEFAULT_GRACE,
                Places.NONE,
                Detectors.NONE);
    }

    private void take(String scenarios) throws RuleException {
        rules.set(RuleSet.of(Map.of("scenarios/locks.yaml", scenarios.getBytes(StandardCharsets.UTF_8))));
    }

    private Origin origin() {
        events++;
        return new Origin(
                "event-" + events,
                START.plusSeconds(events),
                "web-1",
                "lockd",
                IpAddress.parse("203.0.113.7"),
                0,
                null,
                1,
                null,
                0,
                null,
                null);
    }

    private boolean refusal(String service) {
        return fires(new Authentication(
                origin(), EventAction.LOGIN, EventOutcome.UNKNOWN, service, "bob", false, null, null));
    }

    private boolean fires(SecurityEvent event) {
        return core.on(event, profile, event.time()).assessments().stream()
                .anyMatch(assessment -> !assessment.scenarios().isEmpty());
    }

    @Test
    void whatIsRememberedGoesOnUnderARuleThatMeansTheSame() throws RuleException {
        refusal("lockd");
        refusal("lockd");

        take(LOCKS.replace("three refusals", "3 refusals").replace("score: 70", "score: 90"));

        assertThat(refusal("lockd")).isTrue();
    }

    @Test
    void whatWasCountedUnderAnotherMeaningDoesNotCount() throws RuleException {
        refusal("lockd");
        refusal("lockd");

        take(LOCKS.replace("service: lockd}\n    threshold", "service: doord}\n    threshold"));

        assertThat(refusal("doord")).isFalse();
        assertThat(refusal("doord")).isFalse();
        assertThat(refusal("doord")).isTrue();
    }

    @Test
    void aBucketIsNotFilledWithWhatAThresholdCounted() throws RuleException {
        refusal("lockd");
        refusal("lockd");

        take(LOCKS.replace("threshold: {count: 3, window: 10m}", "leaky_bucket: {capacity: 2, leak: 1h}"));

        assertThat(refusal("lockd")).isFalse();
        assertThat(refusal("lockd")).isFalse();
        assertThat(refusal("lockd")).isTrue();
    }

    @Test
    void aSignatureThatIsGoneIsNotFoundInTextsThatWereSeenBefore() throws RuleException {
        rules.set(RuleSet.shipped());
        assertThat(weigh("/.env")).isTrue();

        take(LOCKS);

        assertThat(weigh("/.env")).isFalse();
    }

    private boolean weigh(String url) {
        HttpRequest request = new HttpRequest(origin(), "GET", url, "1.1", 404, 0, null, null, null, null);
        SourceProfile fresh = SourceProfile.create("203.0.113.7");
        return !core.on(request, fresh, request.time()).assessments().isEmpty();
    }

    @Test
    void ownRulesReplaceShippedOnesAndTurnThemOff(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("a.yaml"), LOCKS.replace("id: locks", "id: ssh-brute-force"));
        Files.writeString(folder.resolve("b.yaml"), "version: '1'\nsignatures: [{id: file-hidden, disabled: true}]\n");

        DropIns<RuleFile, RuleSet> own = new DropIns<>(new RuleFolder(folder), new RuleCompiler()).load();

        assertThat(own.status().refusals()).isEmpty();
        List<RuleEntry> entries = own.current().entries();
        Set<String> ids = new TreeSet<>();
        entries.forEach(entry -> ids.add(entry.id()));
        assertThat(ids).contains("ssh-brute-force", "file-secret").doesNotContain("file-hidden");
        assertThat(entries)
                .filteredOn(entry -> entry.id().equals("ssh-brute-force"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.place().file()).endsWith("/a.yaml"));
    }

    @Test
    void filesThatWantMemoryOrStackAreRefused() {
        List<String> bombs = List.of("[".repeat(100_000), "{a: ".repeat(100_000), "scenarios: &x\n  - *x\n", """
                a: &a [x,x,x,x,x,x,x,x]
                b: &b [*a,*a,*a,*a,*a,*a,*a,*a]
                c: &c [*b,*b,*b,*b,*b,*b,*b,*b]
                d: &d [*c,*c,*c,*c,*c,*c,*c,*c]
                e: &e [*d,*d,*d,*d,*d,*d,*d,*d]
                f: [*e,*e,*e,*e,*e,*e]
                """);
        for (String bomb : bombs) {
            assertThatThrownBy(() -> RuleFile.read("a.yaml", bomb.getBytes(StandardCharsets.UTF_8)))
                    .as("%.30s", bomb)
                    .isInstanceOf(RuleException.class);
        }
    }
}
