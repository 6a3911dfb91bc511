package io.selfheal.enrichment;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.selfheal.test.http.FakeServer;
import io.selfheal.test.http.FakeServer.Answer;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import java.util.HashMap;
import java.util.Map;

/** Replaces Kafka by channels in memory, and VirusTotal by a server on the loopback. */
public final class InMemoryChannels implements QuarkusTestResourceLifecycleManager {
    static final FakeServer VIRUSTOTAL = new FakeServer(asked -> Answer.json(200, """
            {"data":{"attributes":{"last_analysis_stats":
            {"malicious":7,"suspicious":0,"undetected":50,"harmless":37},"last_analysis_date":4102444800}}}"""));

    @Override
    public Map<String, String> start() {
        Map<String, String> properties = new HashMap<>();
        properties.putAll(InMemoryConnector.switchIncomingChannelsToInMemory(
                "enrichment-assessments",
                "enrichment-known-verdicts",
                "enrichment-outcomes",
                "enrichment-known-files"));
        properties.putAll(InMemoryConnector.switchOutgoingChannelsToInMemory(
                "enrichment-verdicts", "enrichment-file-verdicts", "enrichment-alerts", "enrichment-dead-letters"));
        properties.put("selfheal.enrichment.cache.warm-up", "0s");
        properties.put("selfheal.enrichment.virustotal.base-url", VIRUSTOTAL.url() + "/api/v3");
        properties.put("selfheal.enrichment.virustotal.api-key", "the-key");
        properties.put("selfheal.enrichment.virustotal.per-minute", "60000");
        return properties;
    }

    @Override
    public void stop() {
        InMemoryConnector.clear();
    }
}
