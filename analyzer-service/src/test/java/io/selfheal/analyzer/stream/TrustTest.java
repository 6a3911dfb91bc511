package io.selfheal.analyzer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.net.LocalBrokers;
import io.selfheal.schemas.sign.EntryCheck;
import io.selfheal.schemas.sign.EntryTimes;
import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.sign.SaidHeader;
import io.selfheal.schemas.sign.SigningKeys;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose orders and policy entries the settings have the analyzer believe. */
class TrustTest {
    private static final String TOPIC = "topic";
    private static final String KEY = "key";
    private static final byte[] VALUE = {1, 2, 3};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"localhost:1, true", "'127.0.0.1:1,[::1]:2', true", "'localhost:1,kafka:9092', false"})
    void withoutKeysOrdersOfThisMachineAreBelievedAndEveryPolicyEntryIs(String brokers, boolean orders)
            throws IOException {
        Trust trust = Trust.of(settings(Map.of()), brokers, times());

        assertThat(policy(trust, new RecordHeaders(), 1)).isEqualTo(new EntryCheck.Holds());
        if (orders) {
            assertBelieved(trust.orders(), new RecordHeaders());
        } else {
            assertRefused(trust.orders(), new RecordHeaders(), "the order is refused: ");
        }
    }

    @Test
    void withoutKeysOrdersFromABrokerThatOthersReachTooAreRefused() throws IOException {
        InetAddress other = InetAddress.ofLiteral("127.0.0.2");
        try (ServerSocket broker = new ServerSocket(0, 5, InetAddress.ofLiteral("0.0.0.0"))) {
            LocalBrokers brokers = new LocalBrokers("localhost:" + broker.getLocalPort(), () -> List.of(other));

            assertRefused(
                    Trust.unsignedFrom(brokers),
                    new RecordHeaders(),
                    "the order is refused: selfheal.analyzer.trusted-keys is empty, and the brokers listen at 127.0.0.2 port "
                            + broker.getLocalPort() + ", too; allowed: ");
        }
    }

    @Test
    void withKeysOnlyWhatOneOfThemSignedIsBelieved() throws IOException {
        RecordSigner alice = signer("alice");
        RecordSigner mallory = signer("mallory");

        Trust trust = trusting("alice");

        assertBelieved(trust.orders(), signed(alice, VALUE));
        assertRefused(trust.orders(), new RecordHeaders(), "the order is refused: it is not signed");
        assertRefused(trust.orders(), signed(mallory, VALUE), "the order is refused: nobody trusts the key 'mallory'");
        assertRefused(trust.orders(), signed(alice, null), "the order is refused: its signature is not valid");
        assertThat(policy(trust, signed(alice, VALUE), 1)).isEqualTo(new EntryCheck.Holds());
        assertThat(policy(trust, signed(mallory, VALUE), 2))
                .isEqualTo(new EntryCheck.Refused("nobody trusts the key 'mallory'"));
    }

    @Test
    void anAnalyzerThatStartsAnewKnowsWhenPolicyEntriesWereSaid() throws IOException {
        RecordSigner alice = signer("alice");
        byte[] tuesday = SaidHeader.of(alice, TOPIC, KEY, VALUE, Instant.parse("2026-11-03T12:00:00Z"));

        EntryCheck first = policy(trusting("alice"), signed(alice, VALUE).add(SaidHeader.NAME, tuesday), 1);

        assertThat(first).isEqualTo(new EntryCheck.Holds());
        assertThat(policy(trusting("alice"), signed(alice, VALUE), 2)).isInstanceOf(EntryCheck.Refused.class);
    }

    private Trust trusting(String name) throws IOException {
        String key = folder.resolve(name + ".pub").toString();
        return Trust.of(settings(Map.of(name, key)), "localhost:9092", times());
    }

    private EntryTimes times() {
        Instant now = Instant.parse("2026-11-03T12:00:00Z");
        return new EntryTimes(folder.resolve("policy-times"), InstantSource.fixed(now), e -> {});
    }

    private static EntryCheck policy(Trust trust, Headers headers, long offset) {
        return trust.policy().check(TOPIC, KEY, VALUE, headers, offset);
    }

    private RecordSigner signer(String name) throws IOException {
        return new RecordSigner(name, SigningKeys.generate(folder, name).getPrivate());
    }

    private static void assertBelieved(SignatureGate gate, Headers headers) {
        assertThatCode(() -> gate.require(TOPIC, KEY, VALUE, headers)).doesNotThrowAnyException();
    }

    private static void assertRefused(SignatureGate gate, Headers headers, String why) {
        assertThatThrownBy(() -> gate.require(TOPIC, KEY, VALUE, headers))
                .isInstanceOf(DecodeException.class)
                .hasMessageStartingWith(why);
    }

    private static Headers signed(RecordSigner signer, byte @Nullable [] value) {
        return new RecordHeaders().add(RecordSigner.HEADER, signer.sign(TOPIC, KEY, value));
    }

    /** Settings of which only the keys are asked for. */
    private static AnalyzerSettings settings(Map<String, String> trusted) {
        return (AnalyzerSettings) Proxy.newProxyInstance(
                AnalyzerSettings.class.getClassLoader(),
                new Class<?>[] {AnalyzerSettings.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "signingKey" -> Optional.empty();
                    case "trustedKeys" -> trusted;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
