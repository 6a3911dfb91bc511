package io.selfheal.schemas.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.sign.EntryCheck.Holds;
import io.selfheal.schemas.sign.EntryCheck.Refused;
import io.selfheal.schemas.sign.EntryCheck.Replaced;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which entries hold, whatever the broker shows, and in which order. */
class SignedEntriesTest {
    private static final String TOPIC = "selfheal.policy";
    private static final String NAME = "allow/203.0.113.0/24";
    private static final byte[] OFFICE = "{\"label\":\"office\"}".getBytes(UTF_8);
    private static final byte[] PARTNER = "{\"label\":\"partner\"}".getBytes(UTF_8);
    private static final Instant MONDAY = Instant.parse("2026-11-02T12:00:00Z");
    private static final Instant TUESDAY = MONDAY.plusSeconds(86_400);
    private static final Instant NOW = TUESDAY.plusSeconds(3_600);

    private static final KeyPair ALICE = SigningKeys.newPair();
    private static final KeyPair ANALYZER = SigningKeys.newPair();

    private final RecordSigner alice = new RecordSigner("alice", ALICE.getPrivate());
    private final RecordSigner analyzer = new RecordSigner("analyzer", ANALYZER.getPrivate());
    private final List<IOException> troubles = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void anEntryThatWasTakenBackDoesNotHoldWhenItIsShownAgain() {
        SignedEntries gate = gate();

        assertThat(check(gate, OFFICE, said(alice, OFFICE, MONDAY), 10)).isEqualTo(new Holds());
        assertThat(check(gate, null, said(alice, null, TUESDAY), 11)).isEqualTo(new Holds());

        assertThat(check(gate, OFFICE, said(alice, OFFICE, MONDAY), 12))
                .isEqualTo(new Refused(
                        "it was said at 2026-11-02T12:00:00Z, and one stood before it that was said at 2026-11-03T12:00:00Z:"
                                + " somebody shows an old one again, or his clock was behind who wrote it"));
    }

    @Test
    void isKnownAfterARestartToo() throws IOException {
        SignedEntries before = gate();
        check(before, OFFICE, said(alice, OFFICE, MONDAY), 10);
        check(before, null, said(alice, null, TUESDAY), 11);
        Files.writeString(file(), "2026-11-2", StandardOpenOption.APPEND); // cut off

        SignedEntries gate = gate();

        assertThat(check(gate, OFFICE, said(alice, OFFICE, MONDAY), 12)).isInstanceOf(Refused.class);
        assertThat(check(gate, OFFICE, said(alice, OFFICE, MONDAY), 10))
                .as("before the newest on a topic that was not compacted yet")
                .isEqualTo(new Replaced());
        assertThat(check(gate, null, said(alice, null, TUESDAY), 11)).isEqualTo(new Holds());
        assertThat(Files.readAllLines(file())).containsExactly("2026-11-03T12:00:00Z 11 " + NAME);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(troubles).isEmpty();
    }

    @Test
    void aTimeCountsForItsOwnValueAlone() {
        SignedEntries gate = gate();
        check(gate, OFFICE, said(alice, OFFICE, MONDAY), 10);
        check(gate, null, said(alice, null, TUESDAY), 11);
        Headers moved = signed(alice, OFFICE).add(SaidHeader.NAME, time(alice, null, TUESDAY));
        Headers ofSomebodyElse = signed(alice, OFFICE).add(SaidHeader.NAME, time(analyzer, OFFICE, NOW));
        Headers twice = said(alice, OFFICE, NOW).add(SaidHeader.NAME, time(alice, OFFICE, NOW));

        for (Headers headers : List.of(moved, ofSomebodyElse, twice, signed(alice, OFFICE))) {
            assertThat(check(gate, OFFICE, headers, 12))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused ->
                                    assertThat(refused.reason()).startsWith("it does not say when it was said, and"));
        }
    }

    @Test
    void anEntryWithoutATimeHoldsWhereNoneWithATimeIsKnown() {
        SignedEntries gate = gate();

        assertThat(check(gate, OFFICE, signed(alice, OFFICE), 10)).isEqualTo(new Holds());
        assertThat(check(gate, PARTNER, signed(alice, PARTNER), 11)).isEqualTo(new Holds());
        assertThat(check(gate, OFFICE, said(alice, OFFICE, MONDAY), 12)).isEqualTo(new Holds());
        assertThat(check(gate, PARTNER, signed(alice, PARTNER), 11)).isEqualTo(new Replaced());
    }

    @Test
    void aClockThatWasAheadKeepsNobodyOutForLong() {
        SignedEntries gate = gate();
        Instant nextYear = NOW.plusSeconds(365 * 86_400);

        assertThat(check(gate, OFFICE, said(alice, OFFICE, nextYear), 10)).isEqualTo(new Holds());
        assertThat(check(gate, null, said(alice, null, NOW.plusSeconds(301)), 11))
                .isEqualTo(new Holds());
    }

    @Test
    void onlyKeysThatMayAreBelieved() {
        SignedEntries gate = gate();
        RecordSigner mallory = new RecordSigner("mallory", SigningKeys.newPair().getPrivate());

        assertThat(check(gate, OFFICE, new RecordHeaders(), 1)).isEqualTo(new Refused("it is not signed"));
        assertThat(check(gate, OFFICE, signed(mallory, OFFICE), 1))
                .isEqualTo(new Refused("nobody trusts the key 'mallory'"));
        assertThat(check(gate, OFFICE, signed(analyzer, OFFICE), 1))
                .isEqualTo(new Refused("the key 'analyzer' may not write entries here"));
        assertThat(check(gate, OFFICE, signed(alice, PARTNER), 1))
                .isEqualTo(new Refused("its signature is not valid: the signature does not fit the record"));
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaidAndForgetsAtTheNextStart() throws IOException {
        Files.writeString(folder.resolve("state"), "a file where the folder belongs");
        SignedEntries gate = gate();

        assertThat(check(gate, null, said(alice, null, TUESDAY), 11)).isEqualTo(new Holds());
        assertThat(check(gate, OFFICE, said(alice, OFFICE, MONDAY), 12)).isInstanceOf(Refused.class);
        assertThat(troubles).isNotEmpty();
    }

    private SignedEntries gate() {
        RecordVerifier verifier =
                new RecordVerifier(Map.of("alice", ALICE.getPublic(), "analyzer", ANALYZER.getPublic()));
        return new SignedEntries(
                verifier, Set.of("alice"), new EntryTimes(file(), InstantSource.fixed(NOW), troubles::add));
    }

    private Path file() {
        return folder.resolve("state/policy-times");
    }

    private static EntryCheck check(SignedEntries gate, byte @Nullable [] value, Headers headers, long offset) {
        return gate.check(TOPIC, NAME, value, headers, offset);
    }

    private static Headers signed(RecordSigner signer, byte @Nullable [] value) {
        return new RecordHeaders().add(RecordSigner.HEADER, signer.sign(TOPIC, NAME, value));
    }

    private static Headers said(RecordSigner signer, byte @Nullable [] value, Instant at) {
        return signed(signer, value).add(SaidHeader.NAME, time(signer, value, at));
    }

    private static byte[] time(RecordSigner signer, byte @Nullable [] value, Instant at) {
        return SaidHeader.of(signer, TOPIC, NAME, value, at);
    }
}
