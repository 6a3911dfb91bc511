package io.selfheal.enrichment.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.selfheal.enrichment.SteppedTime;
import io.selfheal.enrichment.TestConfig;
import io.selfheal.enrichment.cache.VerdictCache;
import io.selfheal.enrichment.provider.Provider;
import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.provider.Said;
import io.selfheal.enrichment.quota.Quota;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.verdict.FileVerdict;
import io.selfheal.schemas.verdict.Finding;
import io.selfheal.schemas.verdict.Finding.Opinion;
import io.selfheal.schemas.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final IpAddress A = IpAddress.parse("8.8.8.1");
    private static final IpAddress B = IpAddress.parse("8.8.8.2");
    private static final Said CLEAN = new Said(Opinion.CLEAN, 0, "nothing", null);
    private static final Said EVIL = new Said(Opinion.MALICIOUS, 20, "evil", null);

    private final SteppedTime time = new SteppedTime("2026-11-21T22:00:00Z");
    private final VerdictCache cache = new VerdictCache(100);
    private final Told told = new Told();
    private final Scripted provider = new Scripted();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Lane lane = lane(Quota.spaced(Duration.ofMillis(1), time));

    @Test
    void asksForTheHighestScoreFirstAndPublishesWhatItHears() throws InterruptedException {
        lane.want(A, 40);
        lane.want(B, 90);

        run(Duration.ofSeconds(1));

        assertThat(provider.asked).containsExactly(List.of(B), List.of(A));
        assertThat(told.verdicts).extracting(Verdict::source).containsExactly(B, A);
        Finding finding = told.verdicts.getFirst().findings().getFirst();
        assertThat(finding.opinion()).isEqualTo(Opinion.CLEAN);
        assertThat(finding.expires()).isEqualTo(finding.checkedAt().plus(Duration.ofHours(6)));
    }

    @Test
    void doesNotAskAgainForWhatItKnows() throws InterruptedException {
        provider.says = addresses -> answer(addresses, EVIL);
        lane.want(A, 40);
        run(Duration.ofSeconds(1));

        lane.want(A, 95);
        run(Duration.ofHours(23));
        assertThat(provider.asked).hasSize(1);
        run(Duration.ofHours(1));
        lane.want(A, 95);
        run(Duration.ofSeconds(10));

        assertThat(provider.asked).hasSize(2);
    }

    @Test
    void spendsAScarceQuotaOnTheHighestScoresOfTheDay() throws InterruptedException {
        Lane scarce = lane(Quota.perMinuteAndDay(4, 5, time));
        for (int i = 0; i < 50; i++) {
            scarce.want(IpAddress.parse("9.9.9." + i), i + 30);
        }

        time.run(scarce, Duration.ofMinutes(90));

        assertThat(provider.asked.stream().flatMap(List::stream).map(IpAddress::toString))
                .containsExactly("9.9.9.49", "9.9.9.48", "9.9.9.47", "9.9.9.46", "9.9.9.45");
        time.run(scarce, Duration.ofMinutes(40));
        assertThat(provider.asked).as("after midnight").hasSizeGreaterThan(5);
    }

    @Test
    void asksForABatchAtOnceAndNoMoreThanItMayHold() throws InterruptedException {
        provider.batch = 100;
        Lane batches = lane(Quota.spaced(Duration.ofSeconds(9), time));
        for (int i = 0; i < 250; i++) {
            batches.want(IpAddress.parse("9.9.9." + i), 50);
        }

        time.run(batches, Duration.ofSeconds(20));

        assertThat(provider.asked.stream().map(List::size)).containsExactly(100, 100, 50);
        assertThat(Duration.between(provider.times.get(0), provider.times.get(1)))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void aLimitIsPublishedAsLimitAndTheLookupWaits() throws InterruptedException {
        provider.says = addresses -> new Reply.Limited(Duration.ofMinutes(5), "quota");
        lane.want(A, 80);
        run(Duration.ofMinutes(4));
        assertThat(provider.asked).hasSize(1);
        assertThat(lane.state()).isEqualTo(LaneState.LIMITED);
        assertThat(opinions()).containsExactly(Opinion.LIMITED);

        provider.says = addresses -> answer(addresses, EVIL);
        run(Duration.ofMinutes(2));

        assertThat(opinions()).containsExactly(Opinion.LIMITED, Opinion.MALICIOUS);
        assertThat(lane.waiting()).isZero();
    }

    @Test
    void aRefusedKeyAlertsOnceAndANewKeyIsTriedAtOnce() throws InterruptedException {
        provider.says = addresses -> new Reply.Refused("status 401");
        lane.want(A, 80);
        run(Duration.ofHours(1));
        assertThat(provider.asked).as("each refused pause").hasSizeBetween(3, 5);
        assertThat(told.alerts).hasSize(1);
        assertThat(told.alerts.getFirst().kind()).isEqualTo("provider-down");
        assertThat(opinions()).containsOnly(Opinion.ERROR);

        provider.says = addresses -> answer(addresses, EVIL);
        provider.key++;
        run(Duration.ofSeconds(10));

        assertThat(opinions()).last().isEqualTo(Opinion.MALICIOUS);
        assertThat(told.alerts).hasSize(1);
    }

    @Test
    void triesAgainWithGrowingPausesAndThenSaysErrorNotClean() throws InterruptedException {
        provider.says = addresses -> new Reply.Failed("status 500");
        lane.want(A, 80);

        run(Duration.ofMinutes(10));

        assertThat(provider.asked).hasSize(3);
        assertThat(Duration.between(provider.times.get(0), provider.times.get(1)))
                .isBetween(Duration.ofMillis(1300), Duration.ofMillis(3700));
        assertThat(Duration.between(provider.times.get(1), provider.times.get(2)))
                .isBetween(Duration.ofMillis(2700), Duration.ofMillis(6300));
        assertThat(opinions()).containsExactly(Opinion.ERROR);
    }

    @Test
    void theCircuitOpensAfterFailuresAndClosesWithTheFirstAnswer() throws InterruptedException {
        provider.says = addresses -> new Reply.Failed("status 503");
        for (int i = 0; i < 20; i++) {
            lane.want(IpAddress.parse("9.9.9." + i), 50);
        }
        run(Duration.ofMinutes(5));
        int whileDown = provider.asked.size();
        assertThat(whileDown).isLessThan(12);
        assertThat(told.alerts).hasSize(1);

        provider.says = addresses -> answer(addresses, CLEAN);
        run(Duration.ofMinutes(5));

        assertThat(lane.waiting()).isZero();
        assertThat(lane.state()).isEqualTo(LaneState.WORKING);
    }

    @Test
    void queuesNothingWithoutAKey() throws InterruptedException {
        provider.configured = false;

        lane.want(A, 99);
        run(Duration.ofMinutes(1));

        assertThat(lane.waiting()).isZero();
        assertThat(lane.state()).isEqualTo(LaneState.OFF);
        assertThat(provider.asked).isEmpty();
        assertThat(metrics.get("selfheal.enrichment.queued")
                        .tag("result", "not_configured")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void countsTodaysQuestionsOfAnEarlierProcess() {
        Instant today = Instant.parse("2026-11-21T09:00:00Z");
        Finding known = new Finding("scripted", Opinion.CLEAN, 0, "x", null, today, today.plusSeconds(60));
        cache.learn(new Verdict(A, today, List.of(known)));
        Quota quota = Quota.perMinuteAndDay(4, 500, time);

        lane(quota).countEarlierQuestions();

        assertThat(quota.leftToday()).isEqualTo(499);
    }

    private List<Opinion> opinions() {
        return told.verdicts.stream()
                .map(verdict -> verdict.findings().getFirst().opinion())
                .toList();
    }

    private Lane lane(Quota quota) {
        return new Lane(
                provider,
                TestConfig.of(Map.of()),
                new Access("scripted", TestConfig.of(Map.of()).retry(), quota, told, time),
                new Findings(cache, told),
                new LaneMetrics(metrics, "scripted"),
                time);
    }

    private void run(Duration duration) throws InterruptedException {
        time.run(lane, duration);
    }

    private static Reply answer(List<IpAddress> addresses, Said said) {
        return new Reply.Answered(addresses.stream().collect(Collectors.toMap(a -> a, a -> said)));
    }

    private final class Scripted implements Provider {
        private final List<List<IpAddress>> asked = new ArrayList<>();
        private final List<Instant> times = new ArrayList<>();
        private Function<List<IpAddress>, Reply> says = addresses -> answer(addresses, CLEAN);
        private boolean configured = true;
        private int key;
        private int batch = 1;

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public boolean isConfigured() {
            return configured;
        }

        @Override
        public int keyVersion() {
            return key;
        }

        @Override
        public int batch() {
            return batch;
        }

        @Override
        public Reply ask(List<IpAddress> addresses) {
            asked.add(addresses);
            times.add(time.instant());
            return says.apply(addresses);
        }
    }

    private static final class Told implements Publisher {
        private final List<Verdict> verdicts = new ArrayList<>();
        private final List<Alert> alerts = new ArrayList<>();

        @Override
        public void publish(Verdict verdict) {
            verdicts.add(verdict);
        }

        @Override
        public void publish(FileVerdict verdict) {
            throw new AssertionError("a lane for addresses has nothing to say of files");
        }

        @Override
        public void publish(Alert alert) {
            alerts.add(alert);
        }
    }
}
