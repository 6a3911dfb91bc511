package io.selfheal.schemas.sign;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.schemas.sign.SignatureCheck.Invalid;
import io.selfheal.schemas.sign.SignatureCheck.UnknownKey;
import io.selfheal.schemas.sign.SignatureCheck.Unsigned;
import io.selfheal.schemas.sign.SignatureCheck.Valid;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSigningTest {
    private static final String TOPIC = "selfheal.decisions";
    private static final String KEY = "203.0.113.7";
    private static final byte[] VALUE = "{\"block\":true}".getBytes(UTF_8);

    private static final KeyPair ANALYZER = SigningKeys.newPair();
    private static final KeyPair STRANGER = SigningKeys.newPair();

    private final RecordSigner signer = new RecordSigner("analyzer", ANALYZER.getPrivate());
    private final RecordVerifier verifier = new RecordVerifier(Map.of("analyzer", ANALYZER.getPublic()));
    private final byte[] header = signer.sign(TOPIC, KEY, VALUE);

    @Test
    void aSignedRecordIsValidAndNamesItsKey() {
        assertThat(verifier.verify(TOPIC, KEY, VALUE, header)).isEqualTo(new Valid("analyzer"));
        assertThat(new String(header, US_ASCII)).matches("analyzer:[A-Za-z0-9+/]{86}==");
    }

    @Test
    void aTombstonesTimeCountsForItsKeyOnly() {
        Instant lifted = Instant.parse("2026-11-02T12:00:00.123Z");
        RecordHeaders headers = new RecordHeaders();
        headers.add(LiftedHeader.NAME, LiftedHeader.of(signer, TOPIC, KEY, lifted));

        assertThat(LiftedHeader.read(verifier, TOPIC, KEY, headers))
                .contains(new LiftedHeader.Lifted(lifted, "analyzer"));
        assertThat(LiftedHeader.read(verifier, TOPIC, "198.51.100.9", headers)).isEmpty();
        assertThat(LiftedHeader.read(verifier, "selfheal.orders", KEY, headers)).isEmpty();
        assertThat(LiftedHeader.read(verifier, TOPIC, KEY, new RecordHeaders())).isEmpty();
        for (String wrong : List.of("", " ", "2026-11-02T12:00:00.124Z analyzer:AAAA", "x".repeat(10_000))) {
            RecordHeaders other = new RecordHeaders();
            other.add(LiftedHeader.NAME, wrong.getBytes(UTF_8));
            assertThat(LiftedHeader.read(verifier, TOPIC, KEY, other)).isEmpty();
        }
        headers.add(LiftedHeader.NAME, LiftedHeader.of(signer, TOPIC, KEY, lifted));
        assertThat(LiftedHeader.read(verifier, TOPIC, KEY, headers)).as("twice").isEmpty();
    }

    @Test
    void aSignedTombstoneIsValidAndIsNoEmptyValue() {
        // given
        byte[] tombstone = signer.sign(TOPIC, KEY, null);

        // then
        assertThat(verifier.verify(TOPIC, KEY, null, tombstone)).isEqualTo(new Valid("analyzer"));
        assertThat(verifier.verify(TOPIC, KEY, new byte[0], tombstone)).isInstanceOf(Invalid.class);
        assertThat(verifier.verify(TOPIC, KEY, null, header)).isInstanceOf(Invalid.class);
    }

    @Test
    void aSignatureHoldsForNoOtherTopicKeyOrValue() {
        // given
        byte[] other = VALUE.clone();
        other[0] ^= 1;

        // then
        assertThat(verifier.verify("selfheal.orders", KEY, VALUE, header)).isInstanceOf(Invalid.class);
        assertThat(verifier.verify(TOPIC, "203.0.113.8", VALUE, header)).isInstanceOf(Invalid.class);
        assertThat(verifier.verify(TOPIC, KEY, other, header)).isInstanceOf(Invalid.class);
    }

    @Test
    void noBytesCanMoveFromTheKeyIntoTheValue() {
        // given
        byte[] signature = signer.sign(TOPIC, "ab", "c".getBytes(UTF_8));

        // then
        assertThat(verifier.verify(TOPIC, "a", "bc".getBytes(UTF_8), signature)).isInstanceOf(Invalid.class);
    }

    @Test
    void aRecordWithoutSignatureIsUnsigned() {
        assertThat(verifier.verify(TOPIC, KEY, VALUE, new RecordHeaders())).isEqualTo(new Unsigned());
        assertThat(verifier.verify(TOPIC, KEY, VALUE, new byte[0])).isEqualTo(new Unsigned());
    }

    @Test
    void aKeyNobodyKnowsIsUnknownAndAKnownNameOfAStrangerIsInvalid() {
        // given
        byte[] unknown = new RecordSigner("stranger", STRANGER.getPrivate()).sign(TOPIC, KEY, VALUE);
        byte[] forged = new RecordSigner("analyzer", STRANGER.getPrivate()).sign(TOPIC, KEY, VALUE);

        // then
        assertThat(verifier.verify(TOPIC, KEY, VALUE, unknown)).isEqualTo(new UnknownKey("stranger"));
        assertThat(verifier.verify(TOPIC, KEY, VALUE, forged)).isInstanceOf(Invalid.class);
    }

    @Test
    void aTruncatedHeaderIsInvalidWhereverItEnds() {
        for (int length = 1; length < header.length - 2; length++) {
            assertThat(verifier.verify(TOPIC, KEY, VALUE, Arrays.copyOf(header, length)))
                    .as("%s bytes", length)
                    .isInstanceOf(Invalid.class);
        }
    }

    @Test
    void twoSignaturesAreInvalidEvenIfOneFits() {
        // given
        RecordHeaders headers = new RecordHeaders();
        headers.add(RecordSigner.HEADER, header);
        headers.add(RecordSigner.HEADER, header);

        // then
        assertThat(verifier.verify(TOPIC, KEY, VALUE, headers)).isInstanceOf(Invalid.class);
    }

    @Property(tries = 1000)
    void anyHeaderGivesAnAnswerAndNeverValid(@ForAll byte[] hostile) {
        assertThat(verifier.verify(TOPIC, KEY, VALUE, hostile)).isNotInstanceOf(Valid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a b", "a:b", "../a", "-a", "a\n", "ä"})
    void refusesAKeyNameThatIsNone(String name) {
        assertThatThrownBy(() -> new RecordSigner(name, ANALYZER.getPrivate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed: 1 to 64 of a-z");
    }

    @Test
    void refusesAKeyOfAnotherKind() throws Exception {
        // given
        KeyPair other = KeyPairGenerator.getInstance("EC").generateKeyPair();

        // then
        assertThatThrownBy(() -> new RecordSigner("analyzer", other.getPrivate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed: Ed25519");
        assertThatThrownBy(() -> new RecordVerifier(Map.of("analyzer", other.getPublic())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed: Ed25519");
    }
}
