package io.selfheal.collector.parse.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogfmtTest {
    @Test
    void readsBareAndQuotedValues() {
        JsonFields fields =
                read("t=2026-11-21T10:00:00Z level=info empty= msg=\"a \\\"b\\\" \\\\c\" remote.addr=203.0.113.7");

        assertThat(fields).isNotNull();
        assertThat(fields.get("t")).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(fields.get("empty")).isEmpty();
        assertThat(fields.get("msg")).isEqualTo("a \"b\" \\c");
        assertThat(fields.get("remote.addr")).isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '_',
            delimiter = ' ',
            value = {
                "a\\nb a\\nb",
                "\\\\\\\\ \\\\",
                "\\\\\\\" \\\"",
                "\\\\n \\n",
                "C:\\Users\\x\\\"y\\\" C:\\Users\\x\"y\"",
            })
    void onlyQuotesAndBackslashesAreEscaped(String written, String meant) {
        assertThat(read("msg=\"" + written + "\"").get("msg")).isEqualTo(meant);
    }

    @Test
    void aKeyThatStandsTwiceIsAmbiguous() {
        JsonFields fields = read("msg=x remote_addr=203.0.113.7 remote_addr=10.0.0.1");

        assertThat(fields).isNotNull();
        assertThat(fields.ambiguous("remote_addr")).isTrue();
        assertThat(fields.ambiguous("msg")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=b c", "a=\"b", "a=\"b\"c=d", "=b", "a b=c", "a=b \"c\"=d"})
    void aLineWithAnythingElseIsNone(String line) {
        assertThat(read(line)).isNull();
    }

    private static @Nullable JsonFields read(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return Logfmt.read(bytes, 0, bytes.length);
    }
}
