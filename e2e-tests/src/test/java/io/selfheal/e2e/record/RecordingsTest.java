package io.selfheal.e2e.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the demonstration's recordings must show, and that they show nobody's real address. */
class RecordingsTest {
    private static final Pattern TIME = Pattern.compile("\\b(\\d\\d:\\d\\d:\\d\\d)\\b");
    private static final Pattern IPV4 = Pattern.compile("(?<![\\d.])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\d.])");

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "auth.log ~ 12 ~ Failed password for root from 203\\.0\\.113\\.7 port \\d+ ssh2",
                "auth.log ~ 8 ~ Failed password for (invalid user )?\\w+ from 198\\.51\\.100\\.23 port \\d+ ssh2",
                "auth.log ~ 5 ~ Failed password for backup2 from 203\\.0\\.113\\.44",
                "auth.log ~ 1 ~ Accepted password for backup2 from 203\\.0\\.113\\.44",
                "auth.log ~ 8 ~ Failed password for root from 2001:db8:bad::15",
                "auth.log ~ 2 ~ Accepted password for alice from 192\\.0\\.2\\.10",
                "access.log ~ 20 ~ ^192\\.0\\.2\\.\\d+ .* 200 ",
                "access.log ~ 8 ~ ^198\\.51\\.100\\.99 .* 404 ",
                "access.log ~ 5 ~ ^203\\.0\\.113\\.81 .*(\\.env|\\.git/config|credentials|id_rsa|\\.bak|\\.sql|keys) HTTP",
                "access.log ~ 1 ~ UNION%20ALL%20SELECT",
                "access.log ~ 5 ~ sqlmap/",
                "access.log ~ 1 ~ %3Cscript%3E",
                "access.log ~ 1 ~ \\.\\./\\.\\./etc/passwd",
                "access.log ~ 1 ~ %7Ccat%20/etc/passwd",
                "access.log ~ 5 ~ Nikto/",
                "kern.log ~ 20 ~ \\[UFW BLOCK] IN=eth0 .* SRC=203\\.0\\.113\\.200 .* PROTO=TCP .* SYN",
                "kern.log ~ 10 ~ \\[UFW BLOCK] IN=eth0 .* SRC=2001:0db8:05ca",
                "daemon.log ~ 12 ~ authentication failure; rhost=::ffff:203\\.0\\.113\\.9 user=root@pam msg=",
                "daemon.log ~ 1 ~ successful auth for user 'root@pam'"
            })
    void showsEachAttackAndTheOrdinaryDayAroundIt(String recording, int atLeast, String pattern) throws IOException {
        Pattern wanted = Pattern.compile(pattern);

        assertThat(lines(recording).stream().filter(line -> wanted.matcher(line).find()))
                .hasSizeGreaterThanOrEqualTo(atLeast);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth.log", "access.log", "kern.log", "daemon.log"})
    void isInOrderAndLastsNoLongerThanTwoMinutes(String recording) throws IOException {
        List<LocalTime> times =
                lines(recording).stream().map(RecordingsTest::time).toList();

        assertThat(times).isSorted();
        assertThat(Duration.between(times.getFirst(), times.getLast())).isLessThan(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth.log", "access.log", "kern.log", "daemon.log"})
    void namesOnlyDocumentationAddresses(String recording) throws IOException {
        for (String line : lines(recording)) {
            Matcher address = IPV4.matcher(line.replaceAll("\"[^\"]*\"", ""));
            while (address.find()) {
                assertThat(address.group()).matches("(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.\\d+");
            }
        }
    }

    @Test
    void theInnocentAreNeverAmongTheDropped() throws IOException {
        assertThat(lines("kern.log")).noneMatch(line -> line.contains("SRC=192.0.2."));
    }

    private static LocalTime time(String line) {
        Matcher stamp = TIME.matcher(line);
        assertThat(stamp.find()).as(line).isTrue();
        return LocalTime.parse(stamp.group(1));
    }

    private static List<String> lines(String recording) throws IOException {
        try (InputStream in = RecordingsTest.class.getResourceAsStream("/demo/" + recording)) {
            assertThat(in).as(recording).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
