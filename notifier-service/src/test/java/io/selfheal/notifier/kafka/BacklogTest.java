package io.selfheal.notifier.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BacklogTest {
    @Test
    void readingWaitsAtTheBoundUntilSomethingIsDone() {
        Backlog backlog = new Backlog(2);
        CompletableFuture<Void> first = backlog.enter().toCompletableFuture();
        CompletableFuture<Void> second = backlog.enter().toCompletableFuture();
        assertThat(first).isCompleted();
        assertThat(second).isNotCompleted();

        backlog.leave();

        assertThat(second).isCompleted();
        assertThat(backlog.size()).isEqualTo(1);
    }
}
