package io.selfheal.collector.parse.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8ScanTest {
    private static boolean isUtf8(byte[] bytes) {
        return Utf8Scan.isUtf8(bytes, 0, bytes.length, false);
    }

    private static boolean byTheJdk(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Failed password for root from 203.0.113.7", "über Ωé 日本 😀", "12345678é", "é12345678"})
    void textIsUtf8(String text) {
        assertThat(isUtf8(text.getBytes(UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff",
                "80",
                "c080",
                "c1bf",
                "e08080",
                "eda080",
                "f0808080",
                "f4908080",
                "f5808080",
                "c3",
                "e282",
                "41424344454647ff",
                "c328",
                "e2828a80"
            })
    void otherBytesAreNot(String hex) {
        assertThat(isUtf8(HexFormat.of().parseHex(hex))).isFalse();
    }

    @Test
    void aLineThatWasCutMayEndWithinACharacter() {
        byte[] bytes = "user é".getBytes(UTF_8);

        assertThat(Utf8Scan.isUtf8(bytes, 0, bytes.length - 1, true)).isTrue();
        assertThat(Utf8Scan.isUtf8(bytes, 0, bytes.length - 1, false)).isFalse();
        assertThat(Utf8Scan.isUtf8(new byte[] {(byte) 0xE2, 0x28}, 0, 2, true)).isFalse();
    }

    @Test
    void agreesWithTheJdkOnWhateverComes() {
        Random random = new Random(5);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            if (round % 2 == 0) {
                bytes = new String(bytes, UTF_8).getBytes(UTF_8);
                if (bytes.length > 0 && round % 4 == 0) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            assertThat(isUtf8(bytes)).as(HexFormat.of().formatHex(bytes)).isEqualTo(byTheJdk(bytes));
        }
    }
}
