package io.selfheal.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class ReasonTest {
    @Test
    void saysWhatTheCausesSay() {
        assertThat(Reason.of(new IllegalStateException("no client", new IOException("no such name"))))
                .isEqualTo("no client: no such name");
    }

    @Test
    void saysNothingTwice() {
        assertThat(Reason.of(new UncheckedIOException(new IOException("full")))).isEqualTo("java.io.IOException: full");
    }

    @Test
    void saysTheClassWhereThereIsNoMessage() {
        assertThat(Reason.of(new IllegalStateException())).isEqualTo("IllegalStateException");
    }
}
