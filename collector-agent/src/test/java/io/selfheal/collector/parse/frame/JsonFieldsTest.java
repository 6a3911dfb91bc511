package io.selfheal.collector.parse.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
