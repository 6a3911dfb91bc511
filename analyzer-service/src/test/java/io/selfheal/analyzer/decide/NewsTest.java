package io.selfheal.analyzer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class NewsTest {
    @Test
    void ofWhatNobodyTakesTheOldestIsLetGo() {
        News news = new News(64);
        for (int i = 0; i < 100; i++) {
            news.announce(ModelAlerts.trained("v" + i, i, Instant.EPOCH));
        }

        assertThat(news.take())
                .hasSize(64)
                .last()
                .satisfies(alert -> assertThat(alert.subject()).isEqualTo("v99"));
        assertThat(news.take()).isEmpty();
    }
}
