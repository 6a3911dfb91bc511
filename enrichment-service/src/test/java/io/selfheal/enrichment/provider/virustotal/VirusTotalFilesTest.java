package io.selfheal.enrichment.provider.virustotal;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.enrichment.SteppedTime;
import io.selfheal.enrichment.TestConfig;
import io.selfheal.enrichment.provider.FileReply;
import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.provider.Said;
import io.selfheal.schemas.verdict.Finding.Opinion;
import io.selfheal.service.http.HttpExchange;
import io.selfheal.test.http.FakeServer;
import io.selfheal.test.http.FakeServer.Answer;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in the shapes of docs.virustotal.com: "Files", "Errors". */
class VirusTotalFilesTest {
    private static final int MAX_BODY = 256 << 10;

    private static final String HASH = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
    private static final Instant ANALYSED = Instant.parse("2026-11-20T08:00:00Z");

    private final SteppedTime time = new SteppedTime("2026-11-21T22:00:00Z");
    private final FakeServer server = new FakeServer(asked -> Answer.json(500, "{}"));
    private final Vertx vertx = Vertx.vertx();
    private final HttpExchange http = new HttpExchange(vertx, "test", Duration.ofSeconds(5), MAX_BODY);

    @AfterEach
    void close() {
        http.close();
        vertx.closeAndAwait();
        server.close();
    }

    @Test
    void sendsTheHashInThePathAndNothingElseOfTheFile() throws InterruptedException {
        server.answers(asked -> Answer.json(200, report(63, 0, 7, "", ANALYSED)));

        ask(Map.of());

        FakeServer.Asked asked = server.asked().getFirst();
        assertThat(asked.method()).isEqualTo("GET");
        assertThat(asked.path()).isEqualTo("/api/v3/files/" + HASH);
        assertThat(asked.header("x-apikey")).isEqualTo("the-key");
        assertThat(asked.body()).isEmpty();
    }

    @Test
    void saysHowManyEnginesItsNameAndWhatTheMalwareIsCalled() throws InterruptedException {
        server.answers(asked -> Answer.json(200, report(63, 1, 7, """
                ,"meaningful_name":"eicar.com"
                ,"popular_threat_classification":{"suggested_threat_label":"virus.eicar/test"}""", ANALYSED)));

        FileReply.Answered answered = answered(ask(Map.of()));

        assertThat(answered.said())
                .isEqualTo(new Said(
                        Opinion.MALICIOUS,
                        0,
                        "63 of 71 engines call it malicious, 1 suspicious, known as eicar.com",
                        "https://www.virustotal.com/gui/file/" + HASH));
        assertThat(answered.threat()).isEqualTo("virus.eicar/test");
    }

    @Test
    void withoutASuggestedNameTheFirstEngineNamesIt() throws InterruptedException {
        server.answers(asked -> Answer.json(200, report(3, 0, 60, """
                ,"last_analysis_results":{
                "A":{"category":"undetected","result":null},"B":7,"C":{"category":"malicious","result":null},
                "D":{"category":"malicious","result":"Trojan.Linux\\u001b[31m.Agent"}}""", ANALYSED)));

        assertThat(answered(ask(Map.of())).threat()).isEqualTo("Trojan.Linux·[31m.Agent");
    }

    @Test
    void aFewEnginesMakeAFileNeitherMaliciousNorClean() throws InterruptedException {
        server.answers(asked -> Answer.json(200, report(2, 0, 68, "", ANALYSED)));
        assertThat(answered(ask(Map.of())).said().opinion()).isEqualTo(Opinion.UNKNOWN);

        server.answers(asked -> Answer.json(200, report(0, 1, 69, "", ANALYSED)));
        assertThat(answered(ask(Map.of())).said().opinion()).isEqualTo(Opinion.UNKNOWN);

        server.answers(asked -> Answer.json(200, report(0, 0, 70, "", ANALYSED)));
        assertThat(answered(ask(Map.of())).said().opinion()).isEqualTo(Opinion.CLEAN);
    }

    @Test
    void anOldAnalysisOrNoneProvesNothingClean() throws InterruptedException {
        server.answers(asked -> Answer.json(200, report(0, 0, 70, "", Instant.parse("2024-01-02T03:04:05Z"))));
        Said old = answered(ask(Map.of())).said();
        assertThat(old.opinion()).isEqualTo(Opinion.UNKNOWN);
        assertThat(old.summary()).endsWith("last analysed 2024-01-02");

        server.answers(asked -> Answer.json(200, report(0, 0, 0, "", ANALYSED)));
        assertThat(answered(ask(Map.of())).said().opinion()).isEqualTo(Opinion.UNKNOWN);
    }

    @Test
    void notFoundIsUnknownButOnlyInVirusTotalsOwnWords() throws InterruptedException {
        server.answers(asked -> Answer.json(404, "{\"error\":{\"code\":\"NotFoundError\"}}"));
        assertThat(answered(ask(Map.of())).said())
                .isEqualTo(new Said(Opinion.UNKNOWN, 0, "VirusTotal does not know the file", null));

        server.answers(asked -> new Answer(404, "text/html", "<h1>Not Found</h1>", 0, List.of()));
        assertThat(ask(Map.of())).isInstanceOf(Reply.Failed.class);
    }

    @Test
    void limitsRefusalsAndFailuresAreWhatTheyAreForAddresses() throws InterruptedException {
        server.answers(asked -> Answer.json(429, "{\"error\":{\"code\":\"QuotaExceededError\"}}"));
        assertThat(ask(Map.of()))
                .isEqualTo(new Reply.Limited(Duration.ofHours(2), "VirusTotal's quota is used up until 00:00 UTC"));

        server.answers(asked -> Answer.json(401, "{}"));
        assertThat(ask(Map.of())).isInstanceOf(Reply.Refused.class);

        server.answers(asked -> Answer.json(400, "{}"));
        assertThat(answered(ask(Map.of())).said().opinion()).isEqualTo(Opinion.ERROR);

        server.answers(asked -> Answer.json(200, report(9, 0, 50, "", ANALYSED)).after(5_000));
        assertThat(ask(Map.of("timeout", "200ms"))).isEqualTo(new Reply.Failed("no answer within 200 ms"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"data\":7}",
                "{\"data\":{\"attributes\":[]}}",
                "{\"data\":{\"attributes\":{\"last_analysis_stats\":\"none\"}}}"
            })
    void brokenJsonIsAFailureAndNeverClean(String body) throws InterruptedException {
        server.answers(asked -> Answer.json(200, body));

        assertThat(ask(Map.of())).isInstanceOf(Reply.Failed.class);
    }

    private FileReply ask(Map<String, String> more) throws InterruptedException {
        Map<String, String> properties = new HashMap<>();
        properties.put("selfheal.enrichment.virustotal.base-url", server.url() + "/api/v3");
        properties.put("selfheal.enrichment.virustotal.api-key", "the-key");
        more.forEach((name, value) -> properties.put("selfheal.enrichment.virustotal." + name, value));
        return new VirusTotal(TestConfig.of(properties).virustotal(), http, time).askFile(HASH);
    }

    private static FileReply.Answered answered(FileReply reply) {
        assertThat(reply).isInstanceOf(FileReply.Answered.class);
        return (FileReply.Answered) reply;
    }

    private static String report(int malicious, int suspicious, int undetected, String more, Instant analysed) {
        return """
                {"data":{"id":"%s","type":"file","attributes":{
                "last_analysis_stats":{"malicious":%d,"suspicious":%d,"undetected":%d,"harmless":0,"timeout":2,
                "confirmed-timeout":0,"failure":1,"type-unsupported":5},
                "last_analysis_date":%d%s}}}""".formatted(HASH, malicious, suspicious, undetected, analysed.getEpochSecond(), more);
    }
}
