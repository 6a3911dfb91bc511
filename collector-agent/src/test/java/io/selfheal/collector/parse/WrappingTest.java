package io.selfheal.collector.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines taken from a terminal: behind a container's name, between codes for colours. */
class WrappingTest {
    private static final String LINE =
            "[Nest] 6  - 11/21/2026, 8:47:38 PM    WARN [AuthService] Failed login attempt for user bob from ip address 203.0.113.7";

    private final Lines lines = new Lines(SourceType.AUTO);

    @ParameterizedTest
    @ValueSource(
            strings = {
                LINE,
                "immich-server-1  | " + LINE,
                "\u001b[33m[Nest] 6  - \u001b[39m11/21/2026, 8:47:38 PM \u001b[33m   WARN\u001b[39m \u001b[38;5;3m[AuthService] \u001b[39mFailed login attempt for user bob from ip address 203.0.113.7\u001b[39m",
                "\u001b[1m\u001b[33m\u001b[0m" + LINE + "\u001b[0m\u001b",
                "\\x1b[33m[Nest] 6  - \\x1b[39m11/21/2026, 8:47:38 PM \\x1b[33m   WARN\\x1b[39m [AuthService] Failed login attempt for user bob from ip address 203.0.113.7\\x1b",
                "immich-server-1  | \u001b[33m[Nest] 6  - \u001b[39m11/21/2026, 8:47:38 PM    WARN [AuthService] Failed login attempt for user bob from ip address 203.0.113.7",
            })
    void isReadAsIfItStoodAlone(String line) {
        assertThat(EventFacts.of(lines.event(line)))
                .containsEntry("source", "203.0.113.7")
                .containsEntry("user", "bob")
                .containsEntry("time", "2026-11-21T20:47:38Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b",
                "\u001b[",
                "a | ",
                " | x",
                "\\x1b",
                "a  | \u001b[31m",
                "\u001b[1;2;3;4;5;6;7;8;9;10;11m"
            })
    void whatIsOnlyWrappingIsNobodysLine(String line) {
        assertThat(lines.parse(line)).isNotInstanceOf(ParseResult.Parsed.class);
    }

    /** It took 1.8 ms while each code was searched for by itself, in line after line. The bound is for a machine under load. */
    @Test
    void aLineThatIsNothingButCodesTakesNoLongerThanAnother() {
        byte[] line = ("x " + "\u001b10".repeat(20_000)).getBytes(StandardCharsets.ISO_8859_1);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 200; i++) {
            long began = System.nanoTime();
            assertThat(lines.parse(line)).isNotInstanceOf(ParseResult.Parsed.class);
            best = Math.min(best, System.nanoTime() - began);
        }
        assertThat(best).isLessThan(TimeUnit.MILLISECONDS.toNanos(25));
    }
}
