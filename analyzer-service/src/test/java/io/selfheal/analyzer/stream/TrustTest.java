package io.selfheal.analyzer.stream;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.net.LocalBrokers;
import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.sign.SigningKeys;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
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
        Trust trust = Trust.of(settings(Map.of()), brokers);

        assertBelieved(trust.policy(), new RecordHeaders());
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

        Trust trust =
                Trust.of(settings(Map.of("alice", folder.resolve("alice.pub").toString())), "localhost:9092");

        assertBelieved(trust.orders(), signed(alice, VALUE));
        assertBelieved(trust.policy(), signed(alice, VALUE));
        assertRefused(trust.orders(), new RecordHeaders(), "the order is refused: it is not signed");
        assertRefused(trust.policy(), new RecordHeaders(), "it is refused: it is not signed");
        assertRefused(trust.policy(), signed(mallory, VALUE), "it is refused: nobody trusts the key 'mallory'");
        assertRefused(trust.policy(), signed(alice, null), "it is refused: its signature is not valid");
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
