package io.selfheal.analyzer.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.analyzer.Events;
import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.detect.AnalyzerCore;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.SecurityEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceProfileTest {
    private static final int NOW = (int) Events.START.getEpochSecond();

    private final Events events = new Events();
    private final AnalyzerCore core = new AnalyzerCore(RuleSet.shipped(), PolicyBook.defaults(), new BlastRadius());

    @ParameterizedTest
    @CsvSource({"203.0.113.7, SOURCE", "2001:db8::7, SOURCE", "203.0.113.0/24, NETWORK", "web1.example.org, HOST"})
    void theKeyTellsWhomItIsAbout(String key, Subject.Kind kind) {
        assertThat(SourceProfile.create(key).subject()).isEqualTo(new Subject(kind, key));
    }

    @Test
    void aQuietSourceTakesFewBytes() {
        SourceProfile profile = SourceProfile.create(Events.SOURCE);
        give(profile, events.request("/", 200, Events.START));
        give(profile, events.request("/a", 200, Events.START.plusSeconds(9)));

        assertThat(profile.toBytes().length).isLessThan(200);
    }

    @Test
    void theBusiestSourceStaysBelowFourKibibytes() {
        SourceProfile profile = busy();

        assertThat(profile.toBytes().length).isLessThan(4096);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        SourceProfile profile = busy();

        byte[] bytes = profile.toBytes();
        SourceProfile read = SourceProfile.fromBytes(profile.key(), bytes);

        assertThat(read.toBytes()).isEqualTo(bytes);
        assertThat(read.isBlocked()).isEqualTo(profile.isBlocked());
        assertThat(read.within(Tally.THREATS, NOW + 5000, 86_400))
                .isEqualTo(profile.within(Tally.THREATS, NOW + 5000, 86_400));
    }

    @Test
    void howOftenItThreatenedOutlivesTheWindowsAndAnOlderFormHasNoneOfIt() {
        SourceProfile profile = SourceProfile.create(Events.SOURCE);
        profile.count(Tally.THREATS, NOW, 60);
        profile.count(Tally.THREATS, NOW + 200_000, 2);
        profile.count(Tally.REQUESTS, NOW + 200_000, 5);

        byte[] bytes = profile.toBytes();
        SourceProfile read = SourceProfile.fromBytes(Events.SOURCE, bytes);
        SourceProfile older = SourceProfile.fromBytes(Events.SOURCE, Arrays.copyOf(bytes, bytes.length - 1));

        assertThat(read.threats()).isEqualTo(62);
        assertThat(read.within(Tally.THREATS, NOW + 200_000, 86_400)).isEqualTo(2);
        assertThat(older.threats()).isZero();
        assertThat(older.within(Tally.REQUESTS, NOW + 200_000, 86_400)).isEqualTo(5);
    }

    @Test
    void brokenBytesAreRefusedAndNothingElseHappens() {
        SourceProfile profile = busy();
        byte[] bytes = profile.toBytes();
        int olderForm = bytes.length - new Packer().number(profile.threats()).toBytes().length;
        Random random = new Random(7);

        for (int i = 0; i < 2000; i++) {
            byte[] broken = Arrays.copyOf(bytes, random.nextInt(olderForm));
            assertThatThrownBy(() -> SourceProfile.fromBytes(Events.SOURCE, broken))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void changedBytesAreReadOrRefused() {
        byte[] bytes = busy().toBytes();
        Random random = new Random(11);
        int refused = 0;

        for (int i = 0; i < 20_000; i++) {
            byte[] changed = bytes.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                SourceProfile read = SourceProfile.fromBytes(Events.SOURCE, changed);
                assertThat(read.worth()).isNotNull();
                assertThat(read.toBytes()).isNotEmpty();
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }

        assertThat(refused).isPositive();
    }

    @Test
    void smallCountsAreExactToTheSecond() {
        SourceProfile profile = SourceProfile.create(Events.SOURCE);
        for (int i = 0; i < 5; i++) {
            profile.count(Tally.FAILED_LOGINS, NOW + i * 900, 1);
        }

        assertThat(profile.within(Tally.FAILED_LOGINS, NOW + 3600, 3600)).isEqualTo(4);
        assertThat(profile.within(Tally.FAILED_LOGINS, NOW + 3600, 3601)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"60, 10", "600, 60", "3600, 300", "86400, 3600"})
    void largeCountsAreExactToOneBucket(int window, int bucket) {
        SourceProfile profile = SourceProfile.create(Events.SOURCE);
        int end = NOW;
        for (; end < NOW + 90_000; end++) {
            profile.count(Tally.REQUESTS, end, 1);
        }

        assertThat(profile.within(Tally.REQUESTS, end - 1, window)).isBetween(window - bucket, window);
    }

    @Test
    void lateOccurrencesCountWhereTheyBelong() {
        SourceProfile profile = SourceProfile.create(Events.SOURCE);
        profile.count(Tally.REQUESTS, NOW, 100);

        profile.count(Tally.REQUESTS, NOW - 1800, 50);

        assertThat(profile.within(Tally.REQUESTS, NOW, 600)).isEqualTo(100);
        assertThat(profile.within(Tally.REQUESTS, NOW, 3600)).isEqualTo(150);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12, 100, 1000, 50_000})
    void differentValuesAreEstimatedWithinThreeStandardErrors(int values) {
        SourceProfile profile = SourceProfile.create(Events.SOURCE);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < values; i++) {
                profile.note(Trait.PATHS, Hashes.of("/path/" + i));
            }
        }

        assertThat((double) profile.distinct(Trait.PATHS)).isBetween(values * 0.72, values * 1.28);
    }

    @Test
    void aProfileIsForgottenAfterAQuietDayUnlessItOffended() {
        SourceProfile quiet = SourceProfile.create(Events.SOURCE);
        give(quiet, events.request("/", 200, Events.START));

        assertThat(quiet.isForgettable(Events.START.plus(Duration.ofHours(23)))).isFalse();
        assertThat(quiet.isForgettable(Events.START.plus(Duration.ofHours(25)))).isTrue();
        assertThat(busy().isForgettable(Events.START.plus(Duration.ofDays(8)))).isFalse();
    }

    /** Everything at once: every tally, every sketch, every scenario, a block. */
    private SourceProfile busy() {
        SourceProfile profile = SourceProfile.create(Events.SOURCE);
        for (int i = 0; i < 5000; i++) {
            give(profile, events.request("/word" + i, 404, Events.START.plusSeconds(i)));
            give(profile, events.login(Events.SOURCE, Events.START.plusSeconds(i), EventOutcome.FAILURE, 1));
        }
        RuleSet.shipped().scenarios().scenarios().stream()
                .flatMap(scenario -> scenario.examples().stream())
                .flatMap(example -> example.events().stream())
                .forEach(event -> give(profile, event));
        return profile;
    }

    private void give(SourceProfile profile, SecurityEvent event) {
        core.on(event, profile, event.time());
    }
}
