package io.selfheal.collector.parse.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":\"x\\x22y\"}          | x\"y",
                "{\"a\":\"x\\\\x22y\"}        | x\\x22y",
                "{\"a\":\"x\\xc3\\xa4\"}       | x\u00e4",
                "{\"a\":\"x\\xff\"}           | x\ufffd",
                "{\"a\":\"x\u00ffy\"}         | x\ufffdy",
                "{\"a\":\"x\\x00\u00ff\"}      | x\u0000\ufffd",
                "{\"a\":\"\\x22,\\x22b\\x22:1\"} | \",\"b\":1",
            })
    void bytesAndEscapesThatJsonDoesNotKnowAreRead(String latin1, String value) {
        JsonFields fields = read(latin1);

        assertThat(fields).isNotNull();
        assertThat(fields.get("a")).isEqualTo(value);
        assertThat(fields.has("b")).isFalse();
    }

    /** Long ones are mended first, short ones only if they cannot be read as they are. */
    @Test
    void longLinesAreReadAsShortOnesAre() {
        List<String> pieces = List.of(
                "x",
                "\\x22",
                "\\\\x22",
                "\\xc3\\xa4",
                "\\xff",
                "\u00ff",
                "\u00c3\u00a4",
                "\u00e2\u0082",
                "\\u00e4",
                "\\n",
                "\\q",
                "\\",
                "\"",
                "\",\"b\":\"");
        Random random = new Random(5);
        int readable = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder value = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) {
                value.append(pieces.get(random.nextInt(pieces.size())));
            }
            String line = "{\"a\":\"" + value + "\"}";

            JsonFields fromShort = read(line);
            JsonFields fromLong = read(" ".repeat(5000) + line);

            assertThat(fromLong == null).as(line).isEqualTo(fromShort == null);
            if (fromShort != null && fromLong != null) {
                readable++;
                assertThat(fromLong.get("a")).as(line).isEqualTo(fromShort.get("a"));
                assertThat(fromLong.get("b")).as(line).isEqualTo(fromShort.get("b"));
            }
        }
        assertThat(readable).isBetween(5_000, 19_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\":\"x\\xg0\"}", "{\"a\":\"x\\x2\"}", "{\"a\":\"x\\", "{\"a\":\"\u00ff", "{\"a\":\"b\"c\"}"
            })
    void whatIsNoObjectEvenSoIsNone(String latin1) {
        assertThat(read(latin1)).isNull();
    }

    @Test
    void aHeaderThatCameTwiceIsOneList() {
        JsonFields fields = read("{\"h\":{\"X-Forwarded-For\":[\"a, b\",\"c\"],\"User-Agent\":[\"x\",\"y\"]}}");

        assertThat(fields).isNotNull();
        assertThat(fields.get("h.X-Forwarded-For")).isEqualTo("a, b, c");
        assertThat(fields.get("h.User-Agent")).isEqualTo("x");
    }

    private static @Nullable JsonFields read(String latin1) {
        byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
        return JsonFields.read(bytes, 0, bytes.length);
    }
}
