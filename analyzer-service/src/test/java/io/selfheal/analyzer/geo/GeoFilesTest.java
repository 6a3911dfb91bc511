package io.selfheal.analyzer.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.schemas.event.GeoPoint;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeoFilesTest {
    private static final IpAddress BERLIN = IpAddress.parse("203.0.113.7");
    private static final IpAddress TOKYO = IpAddress.parse("2001:db8:1::7");
    private static final IpAddress NOWHERE = IpAddress.parse("192.0.2.1");

    @TempDir
    private Path folder;

    static MmdbWriter city(String berlin) {
        return new MmdbWriter("Example-City")
                .add("203.0.113.0/24", cityRecord(berlin, 52.52, 13.405))
                .add("198.51.100.0/24", Map.of("registered_country", Map.of("iso_code", "FR")))
                .add("2001:db8:1::/48", cityRecord("JP", 35.6762, 139.6503));
    }

    private static Map<String, ?> cityRecord(String country, double latitude, double longitude) {
        return new TreeMap<>(Map.of(
                "city", Map.of("names", new TreeMap<>(Map.of("en", "x".repeat(40), "de", "y".repeat(400)))),
                "country", new TreeMap<>(Map.of("iso_code", country, "names", Map.of("en", "Somewhere"))),
                "location",
                        new TreeMap<>(Map.of("latitude", latitude, "longitude", longitude, "accuracy_radius", 20))));
    }

    private static MmdbWriter asn() {
        return new MmdbWriter("Example-ASN")
                .add(
                        "203.0.0.0/16",
                        Map.of("autonomous_system_number", 64_500L, "autonomous_system_organization", "Example Net"))
                .add("192.0.2.0/25", Map.of("autonomous_system_number", 4_200_000_000L));
    }

    private Path file(String name, byte[] bytes) throws IOException {
        Path written = Files.write(folder.resolve(name + ".new"), bytes);
        return Files.move(written, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static @Nullable Place lookUp(MmdbWriter database, Path folder) throws IOException {
        Path file = Files.write(folder.resolve("one.mmdb"), database.bytes());
        try (GeoFiles files = new GeoFiles(List.of(file))) {
            assertThat(files.problems()).isEmpty();
            return files.of(BERLIN);
        }
    }

    /** The example that other modules' tests and the documents use lies beside this test; this is how it is made. */
    @Test
    void theExampleDatabaseIsTheOneThatThisTestMakes() throws IOException {
        // given
        byte[] expected = city("DE").add("203.0.113.7/32", example()).bytes();
        Path file = Path.of("src", "test", "resources", "geo", "example.mmdb");
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.write(file, expected);
        }

        // then
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
    }

    private static Map<String, ?> example() {
        Map<String, Object> record = new TreeMap<>(Map.of("asn", "AS64500", "as_name", "Example Net"));
        record.put("country_code", "DE");
        record.put("latitude", 52.52);
        record.put("longitude", 13.405);
        return record;
    }

    @Test
    void cityAndAsDatabasesCompleteEachOther() throws IOException {
        // given
        Path city = file("city.mmdb", city("DE").bytes());
        Path asn = file("asn.mmdb", asn().bytes());

        // when
        try (GeoFiles files = new GeoFiles(List.of(city, asn))) {

            // then
            assertThat(files.of(BERLIN)).isEqualTo(new Place("DE", 64_500, "Example Net", new GeoPoint(52.52, 13.405)));
            assertThat(files.of(TOKYO)).isEqualTo(new Place("JP", 0, null, new GeoPoint(35.6762, 139.6503)));
            assertThat(files.of(IpAddress.parse("198.51.100.9"))).isEqualTo(new Place("FR", 0, null));
            assertThat(files.of(NOWHERE)).isEqualTo(new Place(null, 4_200_000_000L, null));
            assertThat(files.of(IpAddress.parse("192.0.2.200"))).isNull();
            assertThat(files.of(IpAddress.parse("10.0.0.1"))).isNull();
            assertThat(files.inUse()).containsEntry(city, "Example-City of 2026-11-21");
            assertThat(files.failures()).isZero();
        }
    }

    @Test
    void readsTheFormOfIpinfoLite() throws IOException {
        // given
        Map<String, String> record = Map.of(
                "country", "Germany",
                "country_code", "DE",
                "continent", "Europe",
                "asn", "AS64500",
                "as_name", "Example Net",
                "as_domain", "example.net");

        // then
        assertThat(lookUp(new MmdbWriter("ipinfo generic_country_asn").add("203.0.113.0/24", record), folder))
                .isEqualTo(new Place("DE", 64_500, "Example Net"));
    }

    @Test
    void readsTheOlderFormOfIpinfoWithTextsForNumbers() throws IOException {
        // given
        Map<String, String> record = Map.of("country", "DE", "lat", "52.52", "lng", "13.405", "asn", "64500");

        // then
        assertThat(lookUp(new MmdbWriter("ipinfo standard_location").add("203.0.113.0/24", record), folder))
                .isEqualTo(new Place("DE", 64_500, null, new GeoPoint(52.52, 13.405)));
    }

    @Test
    void whatIsNoSuchFieldSaysNothing() throws IOException {
        // given
        Map<String, Object> record = Map.of(
                "country", Map.of("iso_code", 49),
                "country_code", "Germany",
                "location", Map.of("latitude", 200.0, "longitude", true),
                "lat", "north",
                "lng", "1e999",
                "asn", "ASxyz",
                "autonomous_system_number", "99999999999",
                "as_name", "only the name");

        // then
        assertThat(lookUp(new MmdbWriter("odd").add("203.0.113.0/24", record), folder))
                .isEqualTo(new Place(null, 0, "only the name"));
    }

    @Test
    void readsAFileThatChangedOnceItLiesStill() throws IOException {
        // given
        Path city = file("city.mmdb", city("DE").bytes());
        try (GeoFiles files = new GeoFiles(List.of(city))) {
            int before = files.version();
            file(
                    "city.mmdb",
                    city("AT")
                            .add("192.0.2.0/24", Map.of("country", Map.of("iso_code", "NL")))
                            .bytes());

            // when
            List<GeoFiles.News> first = files.check();
            List<GeoFiles.News> second = files.check();

            // then
            assertThat(first).isEmpty();
            assertThat(second).singleElement().satisfies(news -> {
                assertThat(news.refused()).isFalse();
                assertThat(news.line()).startsWith("geo database read file=" + city);
            });
            assertThat(files.of(BERLIN)).extracting(Place::country).isEqualTo("AT");
            assertThat(files.of(NOWHERE)).extracting(Place::country).isEqualTo("NL");
            assertThat(files.version()).isNotEqualTo(before);
            assertThat(files.check()).isEmpty();
        }
    }

    @Test
    void aBadFileIsRefusedWithItsReasonAndTheOneBeforeStays() throws IOException {
        // given
        Path city = file("city.mmdb", city("DE").bytes());
        byte[] whole = city("AT").bytes();
        try (GeoFiles files = new GeoFiles(List.of(city))) {
            for (byte[] bad : List.of(
                    new byte[0],
                    "not a database".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                    Arrays.copyOf(whole, whole.length / 2),
                    new MmdbWriter("Example-Connection-Type")
                            .add("203.0.113.0/24", Map.of("connection_type", "Cable"))
                            .bytes())) {
                // when
                file("city.mmdb", bad);
                files.check();
                List<GeoFiles.News> news = files.check();

                // then
                assertThat(news).singleElement().satisfies(one -> {
                    assertThat(one.refused()).isTrue();
                    assertThat(one.line()).contains("refused, the one before it stays: " + city);
                });
                assertThat(files.problems()).singleElement().asString().startsWith(city + " ");
                assertThat(files.of(BERLIN)).extracting(Place::country).isEqualTo("DE");
            }
            assertThat(files.problems())
                    .singleElement()
                    .asString()
                    .contains("'Example-Connection-Type'")
                    .contains("allowed: City, Country or ASN");

            // when
            file("city.mmdb", whole);
            files.check();
            files.check();

            // then
            assertThat(files.problems()).isEmpty();
            assertThat(files.of(BERLIN)).extracting(Place::country).isEqualTo("AT");
        }
    }

    @Test
    void aMissingFileTurnsTheFeatureOffAndSaysSo() throws IOException {
        // given
        Path city = folder.resolve("city.mmdb");
        try (GeoFiles files = new GeoFiles(List.of(city))) {
            assertThat(files.version()).isZero();
            assertThat(files.of(BERLIN)).isNull();
            assertThat(files.problems()).containsExactly(city + " is not there");

            // when
            file("city.mmdb", city("DE").bytes());
            files.check();
            files.check();

            // then
            assertThat(files.of(BERLIN)).extracting(Place::country).isEqualTo("DE");
            assertThat(files.problems()).isEmpty();

            // when
            Files.delete(city);
            files.check();
            files.check();

            // then
            assertThat(files.of(BERLIN)).extracting(Place::country).isEqualTo("DE");
            assertThat(files.problems()).containsExactly(city + " is not there");
        }
    }

    @Test
    void aFileThatIsCutInPlaceDoesNotReachUnderTheMapping() throws IOException {
        // given
        Path city = file("city.mmdb", city("DE").bytes());
        try (GeoFiles files = new GeoFiles(List.of(city))) {
            // when
            Files.write(city, new byte[0]);

            // then
            assertThat(files.of(BERLIN)).extracting(Place::country).isEqualTo("DE");
            assertThat(files.of(TOKYO)).extracting(Place::country).isEqualTo("JP");
        }
    }

    @Test
    void anExchangeUnderLoadLeavesNoQuestionUnanswered() throws Exception {
        // given
        Path city = file("city.mmdb", city("DE").bytes());
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<Object> failed = new AtomicReference<>();
        try (GeoFiles files = new GeoFiles(List.of(city))) {
            Thread asker = Thread.ofPlatform().name("asker").start(() -> {
                try {
                    while (!done.get()) {
                        Place place = files.of(BERLIN);
                        if (place == null) {
                            failed.compareAndSet(null, "no answer");
                        }
                    }
                } catch (RuntimeException | Error e) {
                    failed.compareAndSet(null, e);
                }
            });

            // when
            for (int i = 0; i < 60; i++) {
                file(
                        "city.mmdb",
                        city(i % 2 == 0 ? "AT" : "DE")
                                .add("192.0.2." + i + "/32", cityRecord("NL", 52, 4))
                                .bytes());
                files.check();
                files.check();
            }
            done.set(true);
            asker.join();
        }

        // then
        assertThat(failed.get()).isNull();
    }

    @Test
    void brokenDatabasesNeverThrow() throws IOException {
        // given
        byte[] whole = city("DE").bytes();
        Random random = new Random(7);
        for (int i = 0; i < 400; i++) {
            byte[] broken = whole.clone();
            for (int n = random.nextInt(1, 9); n > 0; n--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("broken-" + i + ".mmdb"), broken);

            // when
            try (GeoFiles files = new GeoFiles(List.of(file))) {
                files.of(BERLIN);
                files.of(TOKYO);

                // then
                assertThat(files.problems()).hasSizeLessThanOrEqualTo(1);
            }
            Files.delete(file);
        }
    }

    @Test
    void leavesNoCopiesBehind() throws IOException {
        // given
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path city = file("city.mmdb", city("DE").bytes());

        // when
        try (GeoFiles files = new GeoFiles(List.of(city));
                var left = Files.list(temporary)) {

            // then
            assertThat(files.of(BERLIN)).isNotNull();
            assertThat(left.filter(name -> name.getFileName().toString().startsWith("selfheal-geo-")))
                    .isEmpty();
        }
    }

    @Test
    void takesAtMostFourFiles() {
        assertThatThrownBy(() -> new GeoFiles(Collections.nCopies(5, folder.resolve("city.mmdb"))))
                .hasMessageContaining("at most 4");
    }
}
