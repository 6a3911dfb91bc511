package io.selfheal.notifier;

import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.assess.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Alerts for tests. */
public final class Alerts {
    public static final Instant TIME = Instant.parse("2026-11-21T10:00:00Z");

    /** What attackers try in any field. */
    public static final List<String> HOSTILE = List.of(
            "*bold* _it_ ~~gone~~ `code` ```block``` ||spoiler|| # head\n> quote",
            "<b>html</b><a href=\"http://evil.example\">x</a><script>alert(1)</script>&amp;",
            "@everyone @here <@1234> <@&5678> <#91011> @telegram_user",
            "[click](http://evil.example/path?q=1) https://evil.example www.evil.example evil.example",
            "\u001b[31mred\u001b[0m\u0007\r\nSecond line\u0000\u0085",
            "\u202Egnp.exe\u202C \u2066x\u2069 \u200Fy \u200B\uFEFFz",
            "/start #tag $CASH \\escaped\\ \uD800 lone \uDC00",
            "x".repeat(64 << 10),
            "@".repeat(64 << 10),
            "\uD83D\uDE00".repeat(32 << 10));

    private Alerts() {}

    public static Alert blocked(String groupingKey, String source) {
        return blocked(groupingKey, source, Severity.CRITICAL);
    }

    public static Alert blocked(String groupingKey, String source, Severity severity) {
        return new Alert(
                "alert-" + groupingKey + source,
                TIME,
                severity,
                "blocked",
                groupingKey,
                "Attacker blocked",
                "blocked until 2026-11-21T14:00:00Z (simulated)",
                source,
                "web-1",
                "root",
                92,
                List.of(
                        new Signal("ssh-brute-force", 30, "5 failures within an hour", "T1110", "1", List.of()),
                        new Signal("virustotal", 14, "7 of 94 engines call it malicious", null, "1", List.of())),
                Map.of("asn", "AS64500"),
                "analyzer-service");
    }

    public static Alert ofKind(String kind, String groupingKey, String source) {
        Alert alert = blocked(groupingKey, source);
        return new Alert(
                alert.id() + kind,
                TIME,
                alert.severity(),
                kind,
                groupingKey,
                "A source looks dangerous",
                "not blocked",
                source,
                alert.host(),
                null,
                alert.score(),
                alert.signals(),
                Map.of(),
                alert.sourceModule());
    }

    /** One hostile text in every field that can hold one. */
    public static Alert hostile(String text) {
        return new Alert(
                "alert-hostile",
                TIME,
                Severity.CRITICAL,
                "blocked",
                "hostile",
                text,
                text,
                text,
                text,
                text,
                92,
                List.of(
                        new Signal(text, 30, text, text, text, List.of()),
                        new Signal("virustotal", 20, text, null, "1", List.of()),
                        new Signal("zscaler", 20, text, null, "1", List.of())),
                Map.of(text, text),
                text);
    }
}
