package io.selfheal.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The published JSON Schemas say what the codecs do: they take what we write and refuse what the codecs refuse. */
class JsonSchemaTest {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    static List<Samples.Sample<?>> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void takesEveryGoldenSample(Samples.Sample<?> sample) throws IOException {
        // given
        String golden = new String(GoldenSamplesTest.golden(sample.name()), UTF_8);

        // when
        List<String> errors = errors(sample.schema(), golden);

        // then
        assertThat(errors).isEmpty();
    }

    @Property(tries = 300)
    void takesEveryRecordThatWeCanWrite(@ForAll long seed) {
        Arbitrary arbitrary = new Arbitrary(seed, true);
        takes("security-event", Codecs.SECURITY_EVENT.encode(arbitrary.event()));
        takes("assessment", Codecs.ASSESSMENT.encode(arbitrary.assessment()));
        takes("file-verdict", Codecs.FILE_VERDICT.encode(arbitrary.fileVerdict()));
        takes("verdict", Codecs.VERDICT.encode(arbitrary.verdict()));
        takes("decision", Codecs.DECISION.encode(arbitrary.decision()));
        takes("order", Codecs.ORDER.encode(arbitrary.order()));
        takes("outcome", Codecs.OUTCOME.encode(arbitrary.outcome()));
        takes("vitals", Codecs.VITALS.encode(arbitrary.vitals()));
        takes("alert", Codecs.ALERT.encode(arbitrary.alert()));
        takes("policy", Codecs.POLICY.encode(arbitrary.policy()));
        takes("resolution", Codecs.RESOLUTION.encode(arbitrary.resolution()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "security-event.authentication | \"schema\":1 | \"schema\":2",
                "security-event.authentication | \"type\":\"authentication\" | \"type\":\"authentification\"",
                "security-event.authentication | \"action\":\"login\" | \"action\":\"logon\"",
                "security-event.authentication | \"outcome\":\"failure\" | \"outcome\":\"failed\"",
                "security-event.authentication | \"id\":\"5f0c8a3e9d2b4716\" | \"id\":\"\"",
                "security-event.authentication | \"id\":\"5f0c8a3e9d2b4716\" | \"ident\":\"1\"",
                "security-event.authentication | \"ip\":\"203.0.113.7\" | \"ip\":\"localhost\"",
                "security-event.authentication | \"port\":50122 | \"port\":70000",
                "security-event.authentication | \"count\":5 | \"count\":0",
                "security-event.authentication | \"network\":{ | \"net\":{",
                "security-event.authentication | \"offset\":1048576 | \"off\":1",
                "security-event.authentication | \"@timestamp\":\"2026-11-21T | \"@timestamp\":\"21.11.2026 ",
                "security-event.authentication-located | \"lat\":52.52 | \"lat\":90.5",
                "security-event.authentication-located | \"lon\":-13.405 | \"lon\":\"-13.405\"",
                "security-event.authentication-located | \"lon\":-13.405 | \"lng\":-13.405",
                "security-event.http-request | \"url\":{ | \"uri\":{",
                "security-event.http-request | \"status_code\":404 | \"status_code\":\"404\"",
                "security-event.application-error | \"reason\": | \"cause\":",
                "security-event.network-flow | \"transport\":\"tcp\" | \"transport\":6",
                "security-event.service-state | \"service\":{ | \"unit\":{",
                "security-event.report | \"severity\":\"critical\" | \"severity\":\"urgent\"",
                "security-event.report | \"engine\":\"clamav\" | \"engine\":{}",
                "assessment.source | \"score\":92 | \"score\":101",
                "assessment.source | \"level\":\"critical\" | \"level\":\"CRITICAL\"",
                "assessment.source | \"plan\":[\"log\" | \"plan\":[\"nuke\"",
                "assessment.source | \"points\":62 | \"points\":6.2",
                "verdict.two-providers | \"points\":20 | \"points\":21",
                "verdict.two-providers | \"opinion\":\"malicious\" | \"opinion\":\"clean\"",
                "file-verdict.malicious | \"opinion\":\"malicious\" | \"opinion\":\"bad\"",
                "file-verdict.malicious | \"sha256\":\"abab | \"sha256\":\"../etc\",\"x\":\"abab",
                "decision.block | \"target\":\"203.0.113.7\" | \"target\":\"everyone\"",
                "decision.block | \"scope\":\"fleet\" | \"scope\":\"all\"",
                "decision.block | \"expires\": | \"ends\":",
                "decision.block | \"offence\":1 | \"offence\":0",
                "decision.would-block | \"type\":\"would-block\" | \"type\":\"might-block\"",
                "decision.block-located | \"lat\":52.52 | \"lat\":90.5",
                "assessment.source-located | \"number\":64500 | \"number\":\"AS64500\"",
                "policy.blocking-simulate | \"mode\":\"simulate\" | \"mode\":\"perhaps\"",
                "policy.blocking-percent | \"max_blocked_percent\":20 | \"max_blocked_percent\":101",
                "policy.deny | \"network\":\"198.51.100.0/24\" | \"network\":\"everybody\"",
                "policy.scoring-off-hours | \"factor\":1.5 | \"factor\":2.5",
                "policy.scoring-off-hours | \"from\":\"20:00\" | \"from\":\"8 pm\"",
                "policy.scanning | \"quick_scan\":true | \"quick_scan\":\"yes\"",
                "resolution.confirmed | \"answer\":\"confirmed\" | \"answer\":\"perhaps\"",
                "resolution.confirmed | \"ip\":\"203.0.113.7\" | \"ip\":\"somebody\"",
                "decision.lift | \"cause\":\"ordered\" | \"cause\":\"bored\"",
                "order.block | \"length\":\"PT168H\" | \"length\":\"7 days\"",
                "order.unblock | \"target\": | \"tarpit\":",
                "order.restart-unit | \"unit\":\"nginx.service\" | \"command\":\"rm\"",
                "order.restart-unit | \"unit\":\"nginx.service\" | \"unit\":\"--now.service\"",
                "order.lock-account | \"account\":\"bob\" | \"account\":\"-rf\"",
                "order.reboot | \"delay_minutes\":1 | \"delay_minutes\":0",
                "order.shut-down | \"delay_minutes\":60 | \"delay_minutes\":61",
                "order.scan | \"profile\":\"vulnerability\" | \"profile\":\"loud\"",
                "order.scan | \"network\":\"10.0.0.5\" | \"network\":\"--script=evil\"",
                "order.check-file | \"path\":\"/srv | \"path\":\"srv",
                "order.isolate | \"minutes\":60 | \"minutes\":1441",
                "outcome.scan | \"port\":161 | \"port\":65536",
                "outcome.check-file | \"infected\":true | \"infected\":\"yes\"",
                "outcome.check-file-hash-only | \"scanned\":false | \"scanned\":\"no\"",
                "outcome.back-up | \"bytes\":5000000000 | \"bytes\":-1",
                "outcome.check-updates | \"urgent\":1 | \"urgent\":\"one\"",
                "outcome.applied | \"status\":\"applied\" | \"status\":\"done\"",
                "outcome.applied | \"took\":\"PT0.012345678S\" | \"took\":12",
                "vitals.collector | \"lag_bytes\":0 | \"lag_bytes\":\"0\"",
                "vitals.responder | \"block\":\"act\" | \"block\":\"shoot\"",
                "vitals.host | \"cpu_percent\":12.5 | \"cpu_percent\":\"12.5\"",
                "vitals.host | \"some10\":1.5 | \"some11\":1.5",
                "alert.blocked | \"severity\":\"high\" | \"severity\":\"higher\"",
                "alert.blocked | \"country\":\"DE\" | \"country\":null,\"c\":1",
                "policy.allow | \"network\":\"192.0.2.0/24\" | \"network\":\"office\"",
                "policy.scoring | \"frequency_step\":0.2 | \"frequency_step\":1.2",
                "policy.scoring | \"unknown\":50 | \"unknown\":101",
                "policy.blocking | \"block_score\":80 | \"block_score\":0",
                "policy.blocking | \"type\":\"blocking\" | \"type\":\"blackhole\"",
            })
    void refusesWhatTheCodecRefuses(String name, String part, String replacement) throws IOException {
        // given
        Samples.Sample<?> sample = samples().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        String golden = new String(GoldenSamplesTest.golden(name), UTF_8);
        assertThat(golden).contains(part);
        String wrong = golden.replace(part, replacement);

        // then
        assertThat(errors(sample.schema(), wrong)).isNotEmpty();
        assertThatThrownBy(() -> sample.decoded(wrong.getBytes(UTF_8))).isInstanceOf(DecodeException.class);
    }

    private static void takes(String schema, byte[] bytes) {
        String text = new String(bytes, UTF_8);
        assertThat(errors(schema, text)).as(text).isEmpty();
    }

    private static List<String> errors(String name, String json) {
        return SCHEMAS.computeIfAbsent(name, JsonSchemaTest::load).validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static Schema load(String name) {
        String resource = "/io/selfheal/schemas/json/" + name + ".v1.json";
        try (InputStream in = Objects.requireNonNull(JsonSchemaTest.class.getResourceAsStream(resource), resource)) {
            return REGISTRY.getSchema(in, InputFormat.JSON);
        } catch (IOException e) {
            throw new AssertionError(resource, e);
        }
    }
}
