package io.selfheal.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.selfheal.schemas.event.SecurityEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every record, whatever an attacker wrote into it, and for every sequence of bytes. */
class CodecPropertiesTest {
    /** A codec with random values of its type. */
    private record Kind<T>(Codec<T> codec, Function<Arbitrary, T> values) {
        void comesBackEqual(Arbitrary arbitrary) throws DecodeException {
            T value = values.apply(arbitrary);
            assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
        }

        void isStableAfterOneTrip(Arbitrary arbitrary) throws DecodeException {
            byte[] once = codec.encode(values.apply(arbitrary));
            assertThat(text(codec.encode(codec.decode(once)))).isEqualTo(text(once));
        }

        byte[] encoded(Arbitrary arbitrary) {
            return codec.encode(values.apply(arbitrary));
        }
    }

    private static final Map<String, Kind<?>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("security event", new Kind<>(Codecs.SECURITY_EVENT, Arbitrary::event));
        KINDS.put("assessment", new Kind<>(Codecs.ASSESSMENT, Arbitrary::assessment));
        KINDS.put("file-verdict", new Kind<>(Codecs.FILE_VERDICT, Arbitrary::fileVerdict));
        KINDS.put("verdict", new Kind<>(Codecs.VERDICT, Arbitrary::verdict));
        KINDS.put("decision", new Kind<>(Codecs.DECISION, Arbitrary::decision));
        KINDS.put("order", new Kind<>(Codecs.ORDER, Arbitrary::order));
        KINDS.put("outcome", new Kind<>(Codecs.OUTCOME, Arbitrary::outcome));
        KINDS.put("vitals", new Kind<>(Codecs.VITALS, Arbitrary::vitals));
        KINDS.put("alert", new Kind<>(Codecs.ALERT, Arbitrary::alert));
        KINDS.put("policy", new Kind<>(Codecs.POLICY, Arbitrary::policy));
        KINDS.put("resolution", new Kind<>(Codecs.RESOLUTION, Arbitrary::resolution));
    }

    private static final SecurityEventCodec SLOW = new SecurityEventCodec();

    @Property(tries = 1000)
    void everyRecordComesBackEqual(@ForAll long seed) throws DecodeException {
        for (Kind<?> kind : KINDS.values()) {
            kind.comesBackEqual(new Arbitrary(seed, false));
        }
    }

    @Property(tries = 500)
    void everyRecordWithLoneSurrogatesIsReadableAndStableAfterOneTrip(@ForAll long seed) throws DecodeException {
        for (Kind<?> kind : KINDS.values()) {
            kind.isStableAfterOneTrip(new Arbitrary(seed, true));
        }
    }

    @Property(tries = 3000)
    void theTemplateWritesAnEventByteForByteAsJacksonDoes(@ForAll long seed) {
        // given
        SecurityEvent event = new Arbitrary(seed, true).event();

        // when
        byte[] fast = Codecs.SECURITY_EVENT.encode(event);

        // then
        assertThat(text(fast)).isEqualTo(text(SLOW.encode(event)));
    }

    @Property(tries = 3000)
    void theScannerReadsAnEventAsJacksonDoes(@ForAll long seed) throws DecodeException {
        // given
        byte[] bytes = SLOW.encode(new Arbitrary(seed, true).event());

        // when
        SecurityEvent fast = Codecs.SECURITY_EVENT.decode(bytes);

        // then
        assertThat(fast).isEqualTo(SLOW.decode(bytes));
    }

    @Property(tries = 3000)
    void theScannerTakesOnlyWhatJacksonTakesWithTheSameResult(@ForAll long seed) {
        // given
        Arbitrary arbitrary = new Arbitrary(seed, true);
        byte[] damaged = damaged(SLOW.encode(arbitrary.event()), arbitrary.random());

        // when
        SecurityEvent fast = new EventScanner(damaged, new TextTable(2048)).scan();

        // then
        if (fast != null) {
            assertThatCode(() -> assertThat(SLOW.decode(damaged)).isEqualTo(fast))
                    .as(text(damaged))
                    .doesNotThrowAnyException();
        }
    }

    @Property(tries = 1000)
    void damagedRecordsGiveAValueOrADecodeExceptionAndNothingElse(@ForAll long seed) {
        for (Kind<?> kind : KINDS.values()) {
            Arbitrary arbitrary = new Arbitrary(seed, true);
            staysCalm(kind.codec(), damaged(kind.encoded(arbitrary), arbitrary.random()));
        }
    }

    @Property(tries = 1000)
    void anyBytesGiveADecodeExceptionAndNothingElse(@ForAll byte[] bytes) {
        for (Kind<?> kind : KINDS.values()) {
            staysCalm(kind.codec(), bytes);
        }
    }

    private static void staysCalm(Codec<?> codec, byte[] bytes) {
        try {
            assertThat(codec.decode(bytes)).isNotNull();
        } catch (DecodeException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1000).doesNotContainPattern("\\p{Cntrl}");
        }
    }

    /** A few bytes changed, put in, taken away or moved; pieces of JSON among them, so that it often stays JSON. */
    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] damaged = bytes.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(damaged.length);
            int to = Math.min(damaged.length, at + random.nextInt(4));
            byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt();
                case 1 -> damaged = joined(damaged, at, piece, at);
                case 2 -> damaged = joined(damaged, at, piece, to);
                default -> damaged = joined(damaged, at, new byte[0], Math.max(to, Math.min(at + 1, damaged.length)));
            }
            if (damaged.length == 0) {
                return damaged;
            }
        }
        return damaged;
    }

    private static final List<String> PIECES = List.of(
            "0",
            "9",
            "-",
            "\"",
            "\\",
            "\\u00e4",
            "\\ud800",
            ",",
            "}",
            "{",
            "null",
            "[]",
            "{}",
            " ",
            "\n",
            "\u0000",
            "ä",
            "1e9",
            "1.5",
            "\"x\":1,",
            "99999999999999999999",
            "\ufffd",
            "true",
            "::1",
            "/");

    private static byte[] joined(byte[] bytes, int head, byte[] middle, int tail) {
        byte[] all = Arrays.copyOf(bytes, head + middle.length + bytes.length - tail);
        System.arraycopy(middle, 0, all, head, middle.length);
        System.arraycopy(bytes, tail, all, head + middle.length, bytes.length - tail);
        return all;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
