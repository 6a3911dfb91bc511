package io.selfheal.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLockTest {
    @TempDir
    Path directory;

    @Test
    void keepsASecondOneOutUntilItIsClosed() throws IOException {
        Path state = directory.resolve("state");
        try (StateLock first = StateLock.take(state, "responder")) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> StateLock.take(state, "responder"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("another responder uses the state directory " + state);
        }

        try (StateLock next = StateLock.take(state, "responder")) {
            assertThat(next).isNotNull();
        }
    }

    @Test
    void isNotTakenThroughALinkThatSomebodyPutThere() throws IOException {
        Path elsewhere = directory.resolve("elsewhere");
        Files.createSymbolicLink(directory.resolve(StateLock.FILE), elsewhere);

        assertThatThrownBy(() -> StateLock.take(directory, "collector")).isInstanceOf(IOException.class);
        assertThat(elsewhere).doesNotExist();
    }
}
