package io.selfheal.responder.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.responder.config.VitalsSettings;
import io.selfheal.responder.state.Remembered;
import io.selfheal.responder.vitals.Connections.Connection;
import io.selfheal.responder.vitals.Connections.Endpoint;
import io.selfheal.responder.vitals.Traffic.Unusual;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.vitals.HostVitals.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficTest {
    private static final VitalsSettings SETTINGS = YamlConfig.defaults(VitalsSettings.class);
    private static final double MIB = 1 << 20;

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-02T00:00:00Z");

    private Traffic traffic() {
        return new Traffic(SETTINGS, new Remembered(folder.resolve("usual-traffic.jsonl")));
    }

    /** A look each half minute; the same rate in and out. */
    private List<Unusual> pass(Traffic traffic, Duration length, ToDoubleFunction<Instant> rate) {
        List<Unusual> found = new ArrayList<>();
        for (Instant end = now.plus(length); now.isBefore(end); now = now.plusSeconds(30)) {
            double bytes = rate.applyAsDouble(now);
            found.addAll(traffic.look(
                    List.of(
                            new NetworkInterface("eth0", bytes, 0, 0, 0, 0, 0),
                            new NetworkInterface("br0", bytes, 0, 0, 0, 0, 0)),
                    now));
        }
        return found;
    }

    /** A day with a busy noon, a backup at two, and bursts as networks have them. */
    private static double ordinary(Instant at, Random random) {
        long second = at.getEpochSecond() % 86_400;
        double day = 4 * MIB * (1.2 + Math.sin(2 * Math.PI * (second - 21_600) / 86_400));
        double backup = second >= 7_200 && second < 9_000 ? 60 * MIB : 0;
        return (day + backup) * Math.exp(random.nextGaussian() * 0.7);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void ordinaryDaysAreQuiet(long seed) {
        Random random = new Random(seed);

        assertThat(pass(traffic(), Duration.ofDays(30), at -> ordinary(at, random)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aFloodOverOrdinaryDaysIsSaidOnceWithItsFigures(long seed) {
        Random random = new Random(seed);
        Traffic traffic = traffic();
        pass(traffic, Duration.ofDays(8).plusHours(15), at -> ordinary(at, random));

        List<Unusual> found = pass(traffic, Duration.ofHours(2), at -> 300 * MIB);

        assertThat(found).singleElement().satisfies(unusual -> {
            assertThat(unusual.direction()).isEqualTo("in");
            assertThat(unusual.usual()).isBetween(5 * MIB, 20 * MIB);
            assertThat(unusual.text())
                    .startsWith("traffic in was 300.0 MiB/s for five minutes; usual at this hour is at most ")
                    .containsPattern("MiB/s, [0-9]+ times as much$");
        });
    }

    @Test
    void aMomentIsNotUnusualAndNeitherIsMuchMoreThanNothing() {
        Traffic traffic = traffic();
        pass(traffic, Duration.ofDays(5), at -> 1000);

        assertThat(pass(traffic, Duration.ofHours(1), at -> MIB)).isEmpty();
        assertThat(pass(traffic, Duration.ofMinutes(30), at -> at.getEpochSecond() % 300 == 0 ? 15 * MIB : 0))
                .isEmpty();
        assertThat(pass(traffic, Duration.ofMinutes(11), at -> 10 * MIB)).hasSize(1);
    }

    @Test
    void nothingIsSaidBeforeThreeDaysAreKnown() {
        Traffic traffic = traffic();

        assertThat(pass(traffic, Duration.ofDays(2).plusHours(12), at -> 1000)).isEmpty();
        assertThat(pass(traffic, Duration.ofMinutes(30), at -> 500 * MIB)).isEmpty();
    }

    @Test
    void aWeeklyBackupIsSaidOnceAndALastingRiseToo() {
        Traffic traffic = traffic();
        pass(traffic, Duration.ofDays(5), at -> MIB);
        ToDoubleFunction<Instant> weekly =
                at -> at.getEpochSecond() / 86_400 % 7 == 0 && at.getEpochSecond() % 86_400 < 3600 ? 90 * MIB : MIB;

        assertThat(pass(traffic, Duration.ofDays(42), weekly)).hasSize(1);
        assertThat(pass(traffic, Duration.ofDays(1), at -> 900 * MIB)).hasSizeBetween(1, 4);
        assertThat(pass(traffic, Duration.ofDays(20), at -> 900 * MIB)).isEmpty();
    }

    @Test
    void whatIsUsualOutlivesARestartAndDamageOnlyBeginsAnew() throws Exception {
        pass(traffic(), Duration.ofDays(5), at -> MIB);

        assertThat(pass(traffic(), Duration.ofMinutes(11), at -> 50 * MIB)).hasSize(1);
        Files.writeString(folder.resolve("usual-traffic.jsonl"), "{\"day\": 1}\nno checksum");
        assertThat(pass(traffic(), Duration.ofMinutes(11), at -> 900 * MIB)).isEmpty();
    }

    @Test
    void aSleepIsNotJudgedAndAClockThatJumpsBackHarmsNothing() {
        Traffic traffic = traffic();
        pass(traffic, Duration.ofDays(5), at -> MIB);
        pass(traffic, Duration.ofSeconds(60), at -> 900 * MIB);
        now = now.plus(Duration.ofHours(3));

        assertThat(pass(traffic, Duration.ofMinutes(20), at -> MIB)).isEmpty();
        now = now.minus(Duration.ofDays(400));
        assertThat(pass(traffic, Duration.ofDays(2), at -> 900 * MIB)).isEmpty();
    }

    @Test
    void itCanBeOff() {
        VitalsSettings off = new VitalsSettings(
                90,
                90,
                95,
                90,
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                Duration.ofHours(6),
                false,
                5,
                SETTINGS.trafficLeast());
        Traffic traffic = new Traffic(off, new Remembered(folder.resolve("usual-traffic.jsonl")));
        pass(traffic, Duration.ofDays(5), at -> 1000);

        assertThat(pass(traffic, Duration.ofHours(1), at -> 900 * MIB)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void peersAreTheAddressesWithMostConnections() {
        List<Connection> all = Stream.of("192.0.2.1", "192.0.2.2", "192.0.2.2", "2001:db8::1")
                .map(address -> new Connection(
                        "tcp",
                        "established",
                        new Endpoint(null, 443),
                        new Endpoint(IpAddress.parse(address), 5000),
                        0,
                        ""))
                .toList();

        assertThat(Peers.most(all)).isEqualTo("192.0.2.2 ×2, 192.0.2.1 ×1, 2001:db8::1 ×1");
    }
}
