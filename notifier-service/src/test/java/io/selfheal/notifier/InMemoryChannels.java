package io.selfheal.notifier;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.selfheal.test.http.FakeServer;
import io.selfheal.test.http.FakeServer.Answer;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import java.util.HashMap;
import java.util.Map;

/** Replaces Kafka by channels in memory, and Telegram and Discord by servers on the loopback. */
public final class InMemoryChannels implements QuarkusTestResourceLifecycleManager {
    static final FakeServer TELEGRAM =
            new FakeServer(asked -> Answer.json(200, "{\"ok\":true,\"result\":{\"message_id\":77}}"));
    static final FakeServer DISCORD = new FakeServer(asked -> Answer.json(200, "{\"id\":\"1174\"}"));

    @Override
    public Map<String, String> start() {
        Map<String, String> properties = new HashMap<>();
        properties.putAll(InMemoryConnector.switchIncomingChannelsToInMemory("notifier-alerts"));
        properties.putAll(InMemoryConnector.switchOutgoingChannelsToInMemory("notifier-dead-letters"));
        properties.put("selfheal.notifier.max-age", "30d");
        properties.put("selfheal.notifier.watch.enabled", "false");
        properties.put("selfheal.notifier.edit-interval", "200ms");
        properties.put("selfheal.notifier.telegram.base-url", TELEGRAM.url().toString());
        properties.put("selfheal.notifier.telegram.bot-token", "123456:geheim");
        properties.put("selfheal.notifier.telegram.chat-id", "4711");
        properties.put("selfheal.notifier.telegram.spacing", "10ms");
        properties.put("selfheal.notifier.telegram.per-minute", "6000");
        properties.put("selfheal.notifier.discord.webhook", DISCORD.url() + "/api/webhooks/42/geheim");
        properties.put("selfheal.notifier.discord.spacing", "10ms");
        properties.put("selfheal.notifier.discord.per-minute", "6000");
        return properties;
    }

    @Override
    public void stop() {
        InMemoryConnector.clear();
    }
}
