package io.selfheal.notifier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.notifier.TestConfig;
import io.selfheal.schemas.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifierConfigTest {
    @Test
    void theDefaultsAreAllowedAndNoProviderIsOn() {
        NotifierConfig config = TestConfig.of(Map.of());

        ConfigCheck.check(config);

        assertThat(config.telegram().botToken()).isEmpty();
        assertThat(config.discord().webhook()).isEmpty();
        assertThat(config.telegram().timeout()).hasSeconds(5);
    }

    @ParameterizedTest
    @CsvSource({
        "pending, 0, 1 to 100000",
        "edit-interval, 1ms, PT0.01S to",
        "session.open, 1, 10 to 100000",
        "telegram.per-minute, 1, 2 to 10000",
        "telegram.chat-id, my chat, a number or @name",
        "telegram.base-url, http://api.telegram.org, an https address",
        "discord.webhook-file, hook, an absolute path",
        "discord.webhook, http://discord.com/api/webhooks/1/x, an https address",
        "quiet.from, 22:00, quiet.from and quiet.until together",
    })
    void namesThePropertyTheValueAndWhatIsAllowed(String name, String value, String allowed) {
        NotifierConfig config = TestConfig.of(Map.of("selfheal.notifier." + name, value));

        assertThatThrownBy(() -> ConfigCheck.check(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("selfheal.notifier." + name)
                .hasMessageContaining(allowed);
    }

    @Test
    void doesNotShowAWebhookThatIsNotAllowed() {
        NotifierConfig config =
                TestConfig.of(Map.of("selfheal.notifier.discord.webhook", "http://discord.com/api/webhooks/1/geheim"));

        assertThatThrownBy(() -> ConfigCheck.check(config))
                .hasMessageContaining("selfheal.notifier.discord.webhook")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void refusesUnknownKeys() {
        assertThatThrownBy(() -> TestConfig.of(Map.of("selfheal.notifier.telegram.token", "x")))
                .hasMessageContaining("selfheal.notifier.telegram.token");
    }

    @Test
    void theChannelsUseTheTopicsOfTheCatalogue() throws IOException {
        Properties defaults = new Properties();
        try (InputStream in = Objects.requireNonNull(NotifierConfig.class
                .getResource("/META-INF/microprofile-config.properties")
                .openStream())) {
            defaults.load(in);
        }

        assertThat(defaults)
                .containsEntry("mp.messaging.incoming.notifier-alerts.topic", Topics.ALERTS.name())
                .containsEntry(
                        "mp.messaging.outgoing.notifier-dead-letters.topic", Topics.NOTIFIER_DEAD_LETTERS.name());
    }
}
