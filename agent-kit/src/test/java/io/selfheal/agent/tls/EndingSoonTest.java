package io.selfheal.agent.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.selfheal.agent.tls.CertificateFile.Use;
import io.selfheal.test.tls.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndingSoonTest {
    @TempDir
    static Path keys;

    private static String shorter;
    private static String longer;
    private static Instant made;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeKeys() throws Exception {
        made = Instant.now();
        KeyStore one = TestKeys.make(keys.resolve("shorter.p12"), "shorter", "EC", 60);
        KeyStore other = TestKeys.make(keys.resolve("longer.p12"), "longer", "EC", 120);
        shorter = TestKeys.pem("CERTIFICATE", one.getCertificate("shorter").getEncoded());
        longer = TestKeys.pem("CERTIFICATE", other.getCertificate("longer").getEncoded());
    }

    private static CertificateFile pem(Path file, Use use) {
        return new CertificateFile(file, use, CertificateFile.PEM, Optional.empty());
    }

    private static List<EndingSoon.Warning> warnings(CertificateFile file, Instant now) {
        return new EndingSoon(List.of(file)).warnings(now);
    }

    private static Instant after(int days) {
        return made.plus(Duration.ofDays(days));
    }

    @Test
    void anOwnChainLastsAsLongAsItsFirstThatEndsAndAuthoritiesAsLongAsTheLast() throws IOException {
        Path both = Files.writeString(folder.resolve("both.pem"), "subject=CN\n" + longer + shorter);

        assertThat(pem(both, Use.OWN).validity().ends()).isCloseTo(after(60), within(1, ChronoUnit.MINUTES));
        assertThat(pem(both, Use.AUTHORITIES).validity().ends()).isCloseTo(after(120), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void theStoresOfAKafkaClientAreRead() throws IOException {
        List<CertificateFile> files = CertificateFile.ofKafka(Map.of(
                "security.protocol",
                "SSL",
                "ssl.keystore.location",
                keys.resolve("shorter.p12").toString(),
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.password",
                TestKeys.PASSWORD,
                "ssl.truststore.location",
                Files.writeString(folder.resolve("ca.pem"), longer).toString(),
                "ssl.truststore.type",
                "PEM"));

        assertThat(files).hasSize(2);
        assertThat(files.getFirst().validity().ends()).isCloseTo(after(60), within(1, ChronoUnit.MINUTES));
        assertThat(files.getLast().validity().ends()).isCloseTo(after(120), within(1, ChronoUnit.MINUTES));
        assertThat(CertificateFile.ofKafka(Map.of("security.protocol", "PLAINTEXT")))
                .isEmpty();
    }

    @Test
    void tellsTwoWeeksBeforeAndWhenItIsOver() throws IOException {
        Path file = Files.writeString(folder.resolve("client.pem"), shorter);
        CertificateFile own = pem(file, Use.OWN);

        assertThat(warnings(own, after(45))).isEmpty();
        assertThat(warnings(own, after(47))).singleElement().satisfies(warning -> {
            assertThat(warning.isOver()).isFalse();
            assertThat(warning.what()).startsWith("the certificate ends at 2").containsPattern(", in 1[23] days$");
        });
        assertThat(warnings(own, after(61))).singleElement().satisfies(warning -> {
            assertThat(warning.isOver()).isTrue();
            assertThat(warning.what()).startsWith("the certificate ended at 2");
        });
        assertThat(warnings(pem(file, Use.AUTHORITIES), after(61)))
                .singleElement()
                .satisfies(warning -> assertThat(warning.what()).startsWith("the last of the authorities ended"));
    }

    /** Renewed each day by a machine, it is no news that it ends tomorrow. */
    @Test
    void oneThatIsShortLivedIsToldOfInItsLastQuarter() throws Exception {
        TestKeys.make(folder.resolve("short.p12"), "short", "EC", 2);
        CertificateFile store =
                new CertificateFile(folder.resolve("short.p12"), Use.OWN, "PKCS12", Optional.of(TestKeys.PASSWORD));

        assertThat(warnings(store, made.plus(Duration.ofHours(34)))).isEmpty();
        assertThat(warnings(store, made.plus(Duration.ofHours(38))))
                .singleElement()
                .satisfies(warning -> assertThat(warning.what()).containsPattern(", in (9|10) hours$"));
    }

    @Test
    void looksAgainAfterAnHour() throws IOException {
        Path file = Files.writeString(folder.resolve("client.pem"), shorter);
        EndingSoon certificates = new EndingSoon(List.of(pem(file, Use.OWN)));
        assertThat(certificates.warnings(after(50))).hasSize(1);

        Files.writeString(file, longer);

        assertThat(certificates.warnings(after(50).plusSeconds(60))).hasSize(1);
        assertThat(certificates.warnings(after(50).plusSeconds(3600))).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        CertificateFile missing = pem(folder.resolve("missing.pem"), Use.OWN);
        CertificateFile empty = pem(Files.writeString(folder.resolve("empty.pem"), "nothing"), Use.OWN);
        CertificateFile broken =
                pem(Files.writeString(folder.resolve("broken.pem"), shorter.replace("MII", "AAA")), Use.OWN);
        CertificateFile store =
                new CertificateFile(keys.resolve("shorter.p12"), Use.OWN, "PKCS12", Optional.of("another"));

        for (CertificateFile file : List.of(missing, empty, broken, store)) {
            assertThatThrownBy(file::validity).isInstanceOf(IOException.class);
            assertThat(warnings(file, made)).singleElement().satisfies(warning -> {
                assertThat(warning.isOver()).isTrue();
                assertThat(warning.what()).startsWith("cannot be read: ");
            });
        }
    }
}
