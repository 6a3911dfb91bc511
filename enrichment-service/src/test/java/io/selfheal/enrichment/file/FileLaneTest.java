package io.selfheal.enrichment.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.selfheal.enrichment.SteppedTime;
import io.selfheal.enrichment.TestConfig;
import io.selfheal.enrichment.cache.VerdictCache;
import io.selfheal.enrichment.cache.WarmUp;
import io.selfheal.enrichment.lane.Access;
import io.selfheal.enrichment.lane.Findings;
import io.selfheal.enrichment.lane.Lane;
import io.selfheal.enrichment.lane.LaneMetrics;
import io.selfheal.enrichment.lane.Publisher;
import io.selfheal.enrichment.provider.FileProvider;
import io.selfheal.enrichment.provider.FileReply;
import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.provider.Said;
import io.selfheal.enrichment.quota.Quota;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.outcome.Detail.FileReport;
import io.selfheal.schemas.verdict.FileVerdict;
import io.selfheal.schemas.verdict.Finding.Opinion;
import io.selfheal.schemas.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileLaneTest {
    private static final String A = "aa".repeat(32);
    private static final String B = "bb".repeat(32);
    private static final FileReply EVIL =
            answer(Opinion.MALICIOUS, "63 of 70 engines call it malicious", "trojan.mirai/linux");
    private static final FileReply UNKNOWN = answer(Opinion.UNKNOWN, "VirusTotal does not know the file", "");
    private static final FileReply CLEAN = answer(Opinion.CLEAN, "0 of 70 engines call it malicious", "");

    private final SteppedTime time = new SteppedTime("2026-11-21T20:00:00Z");
    private final Told told = new Told();
    private final Scripted provider = new Scripted();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private FileMemory memory = memory();
    private FileLane lane = lane(100);

    @Test
    void knownMalwareIsCriticalAndNamesEverything() throws InterruptedException {
        provider.says = EVIL;
        lane.want(infected("web-1", A));

        run(Duration.ofSeconds(1));

        assertThat(provider.asked).containsExactly(A);
        assertThat(told.alerts).hasSize(1);
        Alert alert = told.alerts.getFirst();
        assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(alert.kind()).isEqualTo("known-malware");
        assertThat(alert.groupingKey()).isEqualTo("file/" + A);
        assertThat(alert.host()).isEqualTo("web-1");
        assertThat(alert.description())
                .startsWith("/srv/www/x.php on web-1: 63 of 70 engines call it malicious (trojan.mirai/linux);"
                        + " ClamAV found Php.Agent. To do: ")
                .hasSizeLessThanOrEqualTo(400);
        assertThat(alert.labels())
                .containsEntry("sha256", A)
                .containsEntry("threat", "trojan.mirai/linux")
                .containsEntry("link", "https://vt/x");
        assertThat(told.verdicts).singleElement().satisfies(verdict -> {
            assertThat(verdict.told()).containsOnlyKeys("web-1");
            assertThat(verdict.finding().expires())
                    .isEqualTo(verdict.finding().checkedAt().plus(Duration.ofHours(24)));
        });
    }

    @Test
    void aFileThatNobodyScannedIsNeverSaidToBeCleanUnlessItIs() throws InterruptedException {
        provider.says = UNKNOWN;
        lane.want(notScanned("web-1", A));
        run(Duration.ofSeconds(1));
        provider.says = CLEAN;
        lane.want(notScanned("web-1", B));
        run(Duration.ofSeconds(1));

        assertThat(told.alerts).extracting(Alert::kind).containsExactly("file-not-known", "file-found-clean");
        assertThat(told.alerts).extracting(Alert::severity).containsExactly(Severity.LOW, Severity.INFO);
        assertThat(told.alerts.getFirst().description())
                .contains("no scanner looked at it", "That does not make it clean");
    }

    @Test
    void anInfectedFileThatVirusTotalFindsNothingInStaysAWarning() throws InterruptedException {
        provider.says = CLEAN;
        lane.want(infected("web-1", A));

        run(Duration.ofSeconds(1));

        assertThat(told.alerts.getFirst().severity()).isEqualTo(Severity.MEDIUM);
        assertThat(told.alerts.getFirst().description()).endsWith("One of both is wrong.");
    }

    @Test
    void theSameHashIsAskedOnceAndToldOnceADayWhateverItsPath() throws InterruptedException {
        provider.says = UNKNOWN;
        for (int hour = 0; hour < 24; hour++) {
            lane.want(notScanned("web-" + hour, A));
            run(Duration.ofHours(1).minusSeconds(1));
        }
        assertThat(told.alerts).hasSize(1);
        assertThat(provider.asked)
                .as("an unknown file is asked about again after six hours")
                .hasSize(4);

        run(Duration.ofMinutes(1));
        lane.want(notScanned("web-1", A));
        run(Duration.ofMinutes(1));

        assertThat(told.alerts).hasSize(2);
    }

    @Test
    void malwareIsToldOfOnEachHostThatItLiesOnWithoutBeingAskedAgain() throws InterruptedException {
        provider.says = EVIL;
        lane.want(infected("web-1", A));
        run(Duration.ofSeconds(1));
        lane.want(notScanned("web-2", A));
        lane.want(infected("web-1", A));
        run(Duration.ofSeconds(1));

        assertThat(provider.asked).hasSize(1);
        assertThat(told.alerts).extracting(Alert::host).containsExactly("web-1", "web-2");
        assertThat(told.alerts).extracting(Alert::groupingKey).containsOnly("file/" + A);
    }

    @Test
    void anotherOpinionIsNews() throws InterruptedException {
        provider.says = UNKNOWN;
        lane.want(notScanned("web-1", A));
        run(Duration.ofHours(7));
        provider.says = EVIL;
        lane.want(notScanned("web-1", A));
        run(Duration.ofSeconds(1));

        assertThat(told.alerts).extracting(Alert::kind).containsExactly("file-not-known", "known-malware");
    }

    /** A restart reads the outcomes of the look-back and the verdicts again. */
    @Test
    void aRestartNeitherAsksNorTellsAgain() throws InterruptedException {
        provider.says = CLEAN;
        FileQuestion question = notScanned("web-1", A);
        lane.want(question);
        run(Duration.ofHours(20));
        memory = memory();
        told.verdicts.forEach(memory::learn);
        lane = lane(100);

        lane.want(question);
        run(Duration.ofHours(20));

        assertThat(provider.asked).hasSize(1);
        assertThat(told.alerts).hasSize(1);
    }

    @Test
    void aLimitAndARefusedKeyLeaveTheFileWaitingAndSayNothingOfIt() throws InterruptedException {
        provider.says = new Reply.Limited(Duration.ofMinutes(5), "quota");
        lane.want(infected("web-1", A));
        run(Duration.ofMinutes(4));
        assertThat(provider.asked).hasSize(1);
        assertThat(told.verdicts).isEmpty();

        provider.says = new Reply.Refused("status 401");
        run(Duration.ofMinutes(2));
        assertThat(told.alerts).extracting(Alert::kind).containsExactly("provider-down");

        provider.says = EVIL;
        provider.key++;
        run(Duration.ofSeconds(10));
        assertThat(told.alerts).extracting(Alert::kind).containsExactly("provider-down", "known-malware");
        assertThat(lane.waiting()).isZero();
    }

    @Test
    void failuresEndAsNotLookedUpWhichIsNotClean() throws InterruptedException {
        provider.says = new Reply.Failed("status 500");
        lane.want(infected("web-1", A));

        run(Duration.ofMinutes(10));

        assertThat(provider.asked).hasSize(3);
        assertThat(told.alerts).extracting(Alert::kind).containsExactly("file-not-looked-up");
        assertThat(told.alerts.getFirst().description()).endsWith("Treat it as malware: a scanner found some in it.");
        assertThat(lane.waiting()).isZero();
    }

    @Test
    void filesTakeTheirShareOfTheDaysQuestionsAndNoMore() throws InterruptedException {
        lane = lane(2);
        for (String hash : List.of(A, B, "cc".repeat(32))) {
            lane.want(infected("web-1", hash));
        }

        run(Duration.ofHours(3));
        assertThat(provider.asked).hasSize(2);
        run(Duration.ofHours(2));

        assertThat(provider.asked).as("after midnight").hasSize(3);
    }

    /** What one asks, the other cannot; what one learns of the provider holds for the other. */
    @Test
    void filesAndAddressesShareQuotaAndPauses() throws InterruptedException {
        Access shared = new Access(
                "scripted", TestConfig.of(Map.of()).retry(), Quota.perMinuteAndDay(60_000, 2, time), told, time);
        Lane addresses = new Lane(
                provider,
                TestConfig.of(Map.of()),
                shared,
                new Findings(new VerdictCache(100), told),
                new LaneMetrics(metrics, "scripted"),
                time);
        lane = lane(100, shared);
        lane.want(infected("web-1", A));
        lane.want(infected("web-1", B));
        addresses.want(IpAddress.parse("8.8.8.8"), 100);

        run(Duration.ofSeconds(1));
        assertThat(provider.asked).containsExactly(A, B);
        assertThat(addresses.turn()).isPositive();
        assertThat(addresses.waiting()).as("until midnight").isEqualTo(1);

        time.pass(Duration.ofHours(4));
        provider.says = new Reply.Limited(Duration.ofMinutes(5), "quota");
        lane.want(infected("web-1", "cc".repeat(32)));
        run(Duration.ofSeconds(1));
        assertThat(addresses.turn()).as("the pause of the other").isGreaterThan(Duration.ofMinutes(4));
    }

    @Test
    void queuesNothingWithoutAKey() throws InterruptedException {
        provider.configured = false;

        lane.want(infected("web-1", A));
        run(Duration.ofMinutes(1));

        assertThat(lane.waiting()).isZero();
        assertThat(provider.asked).isEmpty();
        assertThat(metrics.get("selfheal.enrichment.files")
                        .tag("result", "not_configured")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private FileQuestion infected(String host, String sha256) {
        return new FileQuestion(
                host,
                time.instant(),
                new FileReport("/srv/www/x.php", "ClamAV 1.0.7", true, List.of("Php.Agent"), sha256));
    }

    private FileQuestion notScanned(String host, String sha256) {
        return new FileQuestion(host, time.instant(), FileReport.hashOnly("/srv/www/x.php", sha256));
    }

    private FileMemory memory() {
        return new FileMemory(100, new WarmUp(Duration.ZERO, time));
    }

    private FileLane lane(int perDay) {
        Quota quota = Quota.perMinuteAndDay(60_000, 1000, time);
        return lane(perDay, new Access("scripted", TestConfig.of(Map.of()).retry(), quota, told, time));
    }

    private FileLane lane(int perDay, Access access) {
        return new FileLane(
                provider,
                TestConfig.of(Map.of()),
                access,
                Quota.perMinuteAndDay(60_000, perDay, time),
                memory,
                told,
                new LaneMetrics(metrics, "scripted"),
                time);
    }

    private void run(Duration duration) throws InterruptedException {
        time.run(lane, duration);
    }

    private static FileReply answer(Opinion opinion, String summary, String threat) {
        return new FileReply.Answered(new Said(opinion, 0, summary, "https://vt/x"), threat);
    }

    private static final class Scripted implements FileProvider {
        private final List<String> asked = new ArrayList<>();
        private FileReply says = EVIL;
        private boolean configured = true;
        private int key;

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
            return 1;
        }

        @Override
        public Reply ask(List<IpAddress> addresses) {
            throw new AssertionError("a lane for files has nothing to ask about addresses");
        }

        @Override
        public FileReply askFile(String sha256) {
            asked.add(sha256);
            return says;
        }
    }

    private static final class Told implements Publisher {
        private final List<FileVerdict> verdicts = new ArrayList<>();
        private final List<Alert> alerts = new ArrayList<>();

        @Override
        public void publish(Verdict verdict) {
            throw new AssertionError("a lane for files has nothing to say of addresses");
        }

        @Override
        public void publish(FileVerdict verdict) {
            verdicts.add(verdict);
        }

        @Override
        public void publish(Alert alert) {
            alerts.add(alert);
        }
    }
}
