package io.selfheal.collector.parse.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stamps as programs write them; what carries no zone is in the source's, here Berlin's. */
class ProgramStampsTest {
    private static final long READ_AT = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();

    private final Stamps berlin = new Stamps(ZoneId.of("Europe/Berlin"));
    private final ProgramStamps stamps = new ProgramStamps(berlin);

    @BeforeEach
    void begin() {
        berlin.begin(READ_AT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "21/Nov/2026:10:00:00 +0100      | 2026-11-21T09:00:00Z",
                "21/Nov/2026:10:00:00.655        | 2026-11-21T09:00:00.655Z",
                "21-Nov-2026 10:00:00.123        | 2026-11-21T09:00:00.123Z",
                "2026-11-21T10:00:00.5Z          | 2026-11-21T10:00:00.500Z",
                "2026-11-21 10:00:00,357         | 2026-11-21T09:00:00.357Z",
                "2026-11-21 10:00:00 +0300       | 2026-11-21T07:00:00Z",
                "2026-11-21 10:00:00 UTC         | 2026-11-21T10:00:00Z",
                "2026-11-21 10:00:00.123 Z       | 2026-11-21T10:00:00.123Z",
                "2026-11-21 10:00:00.123 +01:00  | 2026-11-21T09:00:00.123Z",
                "2026/11/21 10:00:00.233208      | 2026-11-21T09:00:00.233Z",
                "2026/11/21 - 10:00:00           | 2026-11-21T09:00:00Z",
                "Sat Nov 21 10:00:00 2026        | 2026-11-21T09:00:00Z",
                "11/21/2026, 7:32:47 PM          | 2026-11-21T18:32:47Z",
                "11/21/2026, 12:02:47 AM         | 2026-11-20T23:02:47Z",
                "11/21/2026, 19:32:47            | 2026-11-21T18:32:47Z",
                "11/21/2026-10:00:00.123456      | 2026-11-21T09:00:00.123Z",
                "11/21/2026 - 10:00:00           | 2026-11-21T09:00:00Z",
                "21-11-2026 10:00:00             | 2026-11-21T09:00:00Z",
                "21-11-2026 10:00:00 +0300       | 2026-11-21T07:00:00Z",
                "Nov-21-26 10:00:00              | 2026-11-21T09:00:00Z",
                "2026:11:21-10:00:00             | 2026-11-21T09:00:00Z",
                "1795255200                      | 2026-11-21T10:00:00Z",
                "1795255200.384019               | 2026-11-21T10:00:00.384Z",
                "1795255200357                   | 2026-11-21T10:00:00.357Z",
                "1795255200357123456             | 2026-11-21T10:00:00.357Z",
            })
    void readsStamps(String text, Instant time) {
        byte[] bytes = text.strip().getBytes(StandardCharsets.US_ASCII);

        assertThat(stamps.read(bytes, 0, bytes.length)).isTrue();
        assertThat(Instant.ofEpochMilli(stamps.millis())).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10:00:00",
                "2026-11-21",
                "2026-13-21 10:00:00",
                "2026-11-21 10:00:00 abc",
                "13/21/2026, 7:32:47 PM",
                "11/21/2026, 13:32:47 PM",
                "11/21/2026, 24:32:47",
                "32/Nov/2026:10:00:00.655",
                "32-11-2026 10:00:00",
                "21-11-2026 10:00:00 abc",
                "Nev-21-26 10:00:00",
                "2026:13:21-10:00:00",
                "11/21/2026 - 10:00",
                "17952552003571",
                "1795255200 ",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            })
    void refusesWhatIsNone(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

        assertThat(stamps.read(bytes, 0, bytes.length)).isFalse();
    }

    /** On 25 October 2026 Berlin has the time from two to three o'clock twice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Oct 25 02:59:30",
                "Oct 25 2026 02:59:30",
                "2026-10-25T02:59:30",
                "2026/10/25 02:59:30",
                "Sun Oct 25 02:59:30 2026",
                "10/25/2026, 2:59:30 AM",
                "25-Oct-2026 02:59:30.000"
            })
    void anHourThatComesTwiceIsTheOneInWhichTheLineWasRead(String text) {
        Instant first = Instant.parse("2026-10-25T00:59:30Z");
        Instant second = first.plusSeconds(3600);

        for (Instant written : List.of(first, second, first)) {
            assertThat(readAt(text, written)).as("read at once").isEqualTo(written);
        }
        assertThat(readAt(text, Instant.parse("2026-10-25T01:03:00Z")))
                .as("a few minutes later")
                .isEqualTo(first);
        assertThat(readAt(text, Instant.parse("2026-10-25T09:00:00Z")))
                .as("in the morning")
                .isEqualTo(second);
    }

    /** And from two to three on 29 March not at all: what claims so is an hour on. */
    @Test
    void anHourThatDoesNotComeIsTheNextOne() {
        assertThat(readAt("2026-03-29T02:30:00", Instant.parse("2026-03-29T01:30:00Z")))
                .isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
    }

    private Instant readAt(String text, Instant at) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        berlin.begin(at.toEpochMilli());
        assertThat(stamps.read(bytes, 0, bytes.length)).as(text).isTrue();
        return Instant.ofEpochMilli(stamps.millis());
    }
}
