package io.selfheal.collector.parse.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The searches that look at eight bytes at once, and the remembered texts, against what one byte at a time says. */
class ScanTest {
    private static final int ROUNDS = 200_000;
    /** Neighbours of the wanted byte, and the bytes at which carries and signs go wrong. */
    private static final byte[] BYTES = {' ', '!', 0x1F, 0, 1, 0x7F, (byte) 0x80, (byte) 0xA0, (byte) 0xFF, 'a'};

    private final SplittableRandom random = new SplittableRandom(4711);

    @Test
    void aByteIsFoundWhereItStandsFirstAndLast() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = bytes(random.nextInt(40));
            int from = random.nextInt(bytes.length + 1);
            int to = random.nextInt(from, bytes.length + 1);
            int first = -1;
            int last = -1;
            for (int i = from; i < to; i++) {
                first = bytes[i] == ' ' && first < 0 ? i : first;
                last = bytes[i] == ' ' ? i : last;
            }

            assertThat(ByteScan.indexOf(bytes, from, to, ' ')).isEqualTo(first);
            assertThat(ByteScan.lastIndexOf(bytes, from, to, ' ')).isEqualTo(last);
        }
    }

    @Test
    void aRememberedTextIsTheTextOfItsBytes() {
        TextCache texts = new TextCache();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = bytes(random.nextInt(60));
            int from = random.nextInt(Math.min(bytes.length, 8) + 1);
            int to = random.nextInt(from, bytes.length + 1);

            assertThat(texts.get(bytes, from, to, 100))
                    .isEqualTo(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }
    }

    @Test
    void textsThatDifferOnlyInLengthOrInTheMiddleAreDifferent() {
        TextCache texts = new TextCache();
        for (String text :
                new String[] {"a", "a\0", "a\0\0", "", "12345678middle-a12345678", "12345678middle-b12345678"}) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

            assertThat(texts.get(bytes, 0, bytes.length, 100)).isEqualTo(text);
        }
    }

    /** Few different bytes, so that texts come again. */
    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = BYTES[random.nextInt(BYTES.length)];
        }
        return bytes;
    }
}
