package io.selfheal.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.event.SecurityEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a record is said with the field, the value and what is allowed. */
class DecodeErrorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"score\":92 | \"score\":101 | selfheal.assessment.score '101' is wrong; allowed: an integer from 0 to 100",
                "\"score\":92 | \"score\":\"92\" | selfheal.assessment.score '92' is wrong; allowed: an integer from 0 to 100",
                "\"score\":92 | \"score\":92.5 | selfheal.assessment.score '92.5' is wrong; allowed: an integer from 0 to 100",
                "\"score\":92 | \"score\":null | selfheal.assessment.score is missing; allowed: an integer from 0 to 100",
                "\"level\":\"critical\" | \"level\":\"huge\" | selfheal.assessment.level 'huge' is wrong; allowed: low, medium, high, critical",
                "\"scenarios\":[\"ssh-brute-force\"] | \"scenarios\":[1] | selfheal.assessment.scenarios '1' is wrong; allowed: a list of texts",
                "\"ref\":\"5f0c8a3e9d2b4716\" | \"ref\":{} | selfheal.assessment.signals[0].evidence[1].ref (an object) is wrong; allowed: a text",
                "\"@timestamp\":\"2026 | \"@timestamp\":\"x | @timestamp 'x-11-21T22:18:45.123Z' is wrong; allowed: a UTC time like",
                "\"host\":{\"name\":\"web-1\"} | \"host\":{} | host.name is missing; allowed: a text",
                "\"host\":{\"name\":\"web-1\"} | \"host\":1 | host '1' is wrong; allowed: an object",
                "\"schema\":1 | \"schema\":2 | selfheal.schema '2' is wrong; allowed: an integer from 1 to 1",
                "\"allowlisted\":false | \"allowlisted\":0 | selfheal.assessment.allowlisted '0' is wrong; allowed: true or false",
                "\"events_24h\":9 | \"score\":9 | the name 'score' stands twice; allowed: once",
            })
    void namesTheFieldTheValueAndWhatIsAllowed(String part, String replacement, String message) throws IOException {
        // given
        byte[] bytes = changed("assessment.source", part, replacement);

        // then
        assertThatThrownBy(() -> Codecs.ASSESSMENT.decode(bytes))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aRuleOfARecordThatIsBrokenIsADecodeException() throws IOException {
        // given
        byte[] bytes = changed("decision.block", "\"expires\":\"2026", "\"expires\":\"2025");

        // then
        assertThatThrownBy(() -> Codecs.DECISION.decode(bytes))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("a block must expire after it is issued");
    }

    @Test
    void unknownFieldsOfANewerWriterAreIgnored() throws Exception {
        // given
        byte[] event =
                changed("security-event.authentication", "\"host\":{", "\"cloud\":{\"x\":[1,{}]},\"host\":{\"os\":{},");
        byte[] block = changed("decision.block", "\"offence\":1", "\"offence\":1,\"colour\":\"red\"");

        // when
        SecurityEvent read = Codecs.SECURITY_EVENT.decode(event);
        Decision decision = Codecs.DECISION.decode(block);

        // then
        assertThat(read).isEqualTo(Samples.failedLogin());
        assertThat(decision).isEqualTo(Samples.block());
    }

    @Test
    void spacesAndAnotherOrderOfFieldsAreReadableToo() throws Exception {
        // given
        String moved = text("security-event.service-state")
                .replace("\"host\":{\"name\":\"web-1\"},", "")
                .replace("{\"@timestamp\"", "\n{ \"host\" : { \"name\" : \"web-1\" } ,\t\"@timestamp\"");

        // when
        SecurityEvent read = Codecs.SECURITY_EVENT.decode(moved.getBytes(UTF_8));

        // then
        assertThat(read).isEqualTo(Samples.serviceState());
    }

    @Test
    void whatIsNoSingleJsonObjectInUtf8IsRefused() throws IOException {
        String golden = text("assessment.source");
        refuses(Codecs.ASSESSMENT, new byte[0], "no JSON object");
        refuses(Codecs.ASSESSMENT, "[]".getBytes(UTF_8), "no JSON object");
        refuses(Codecs.ASSESSMENT, (golden + "{}").getBytes(UTF_8), "something follows");
        refuses(Codecs.ASSESSMENT, golden.getBytes(StandardCharsets.UTF_16), "UTF-8");
        refuses(Codecs.ASSESSMENT, new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'}, "UTF-8");
        refuses(Codecs.ASSESSMENT, "{\"a\":\u001b}".getBytes(UTF_8), "no valid JSON");
    }

    @Test
    void hugeAndDeepRecordsAreRefusedBeforeTheyCostMemory() {
        byte[] deep = "{\"a\":".repeat(10_000).getBytes(UTF_8);
        byte[] wide = ("{\"a\":[" + "[],".repeat(200_000) + "[]]}").getBytes(UTF_8);
        byte[] huge = new byte[2 << 20];
        Arrays.fill(huge, (byte) ' ');
        refuses(Codecs.ASSESSMENT, deep, "depth");
        refuses(Codecs.ASSESSMENT, wide, "Token count");
        refuses(Codecs.SECURITY_EVENT, huge, "allowed: up to 1048576");
        refuses(Codecs.ALERT, ("{\"a\":\"" + "x".repeat(200_000) + "\"}").getBytes(UTF_8), "String value length");
    }

    private static void refuses(Codec<?> codec, byte[] bytes, String message) {
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(message);
    }

    private static byte[] changed(String sample, String part, String replacement) throws IOException {
        String golden = text(sample);
        assertThat(golden).contains(part);
        int last = golden.lastIndexOf(part);
        return (golden.substring(0, last) + replacement + golden.substring(last + part.length())).getBytes(UTF_8);
    }

    private static String text(String sample) throws IOException {
        return new String(GoldenSamplesTest.golden(sample), UTF_8).strip();
    }
}
