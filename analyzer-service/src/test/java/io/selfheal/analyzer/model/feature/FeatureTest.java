package io.selfheal.analyzer.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.selfheal.analyzer.Events;
import io.selfheal.analyzer.decide.BlastRadius;
import io.selfheal.analyzer.detect.AnalyzerCore;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.rules.RuleSet;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.SecurityEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureTest {
    private final Events events = new Events();
    private final AnalyzerCore core = new AnalyzerCore(RuleSet.shipped(), PolicyBook.defaults(), new BlastRadius());
    private final SourceProfile profile = SourceProfile.create(Events.SOURCE);
    private int second;

    private float[] after(List<SecurityEvent> given) {
        for (SecurityEvent event : given) {
            core.on(event, profile, event.time());
            second = (int) event.time().getEpochSecond();
        }
        return Feature.extract(profile, second);
    }

    private static float value(float[] row, Feature feature) {
        return row[Feature.NAMES.indexOf(feature.featureName())];
    }

    @Test
    void requestsBecomeSharesRatesLengthsAndEntropy() {
        List<SecurityEvent> given = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            given.add(events.request("/page" + i, i < 6 ? 200 : 404, Events.START.plusSeconds(i)));
        }

        float[] row = after(given);

        assertThat(value(row, Feature.REQUESTS_1M)).isEqualTo((float) Math.log(9), within(1e-5f));
        assertThat(value(row, Feature.STATUS_2XX)).isEqualTo(0.75f, within(1e-5f));
        assertThat(value(row, Feature.STATUS_4XX)).isEqualTo(0.25f, within(1e-5f));
        assertThat(value(row, Feature.METHOD_GET)).isEqualTo(1);
        assertThat(value(row, Feature.METHOD_OTHER)).isZero();
        assertThat(value(row, Feature.URL_LENGTH)).isEqualTo((float) Math.log(7), within(1e-5f));
        assertThat(value(row, Feature.RESPONSE_SIZE)).isEqualTo((float) Math.log(513), within(1e-5f));
        assertThat(value(row, Feature.URL_ENTROPY)).isBetween(2.5f, 3f);
        assertThat(value(row, Feature.DISTINCT_PATHS)).isEqualTo((float) Math.log(9), within(1e-5f));
        assertThat(value(row, Feature.DISTINCT_AGENTS)).isEqualTo((float) Math.log(2), within(1e-5f));
        assertThat(value(row, Feature.GAP)).isEqualTo((float) Math.log(2), within(1e-5f));
        assertThat(value(row, Feature.GAP_DEVIATION)).isEqualTo(0, within(1e-3f));
    }

    @Test
    void loginsBecomeCountsAndAShareOfFailures() {
        float[] row = after(List.of(
                events.login(Events.SOURCE, Events.START, EventOutcome.FAILURE, 3),
                events.login(Events.SOURCE, Events.START.plusSeconds(5), EventOutcome.SUCCESS, 1)));

        assertThat(value(row, Feature.FAILED_LOGINS_1H)).isEqualTo((float) Math.log(4), within(1e-5f));
        assertThat(value(row, Feature.LOGIN_FAILURES)).isEqualTo(0.75f, within(1e-5f));
        assertThat(value(row, Feature.DISTINCT_USERS)).isEqualTo((float) Math.log(2), within(1e-5f));
        assertThat(value(row, Feature.STATUS_2XX)).isZero();
    }

    @Test
    void aStoredProfileGivesTheSameFeatures() {
        List<SecurityEvent> given = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            given.add(events.request(
                    "/p" + i % 37 + "x".repeat(i % 50), i % 5 == 0 ? 404 : 200, Events.START.plusSeconds(17L * i)));
        }

        float[] row = after(given);

        SourceProfile read = SourceProfile.fromBytes(profile.key(), profile.toBytes());
        assertThat(Feature.extract(read, second)).isEqualTo(row);
    }

    @Test
    void hostileValuesStayFiniteAndSmall() {
        List<SecurityEvent> given = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            given.add(events.request(
                    "/" + "a".repeat(i * 13 % 60_000), 100 + i % 900, Events.START.plusSeconds(i / 100)));
        }

        for (float value : after(given)) {
            assertThat(value).isFinite().isBetween(-1f, 20f);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyProfileGivesZeroExceptForTheClock(Feature feature) {
        float[] row = Feature.extract(SourceProfile.create(Events.SOURCE), 1_700_000_000);

        if (!feature.isTimeOfDay()) {
            assertThat(value(row, feature)).isZero();
        }
    }
}
