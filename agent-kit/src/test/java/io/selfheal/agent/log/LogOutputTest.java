package io.selfheal.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogOutputTest {
    @Test
    void brokersThatDoNotLetInAreNotToldAtEachTry() {
        assertThat(
                        repeated(
                                "org.apache.kafka.clients.NetworkClient",
                                "[Producer clientId=c] Connection to node -1 (/127.0.0.1:9093) failed authentication due to: x"))
                .isTrue();
        assertThat(repeated("org.apache.kafka.clients.NetworkClient", "Uncaught error in request completion:"))
                .isFalse();
        assertThat(repeated("io.selfheal.collector", "it failed authentication due to: x"))
                .isFalse();
    }

    private static boolean repeated(String logger, String message) {
        LogRecord entry = new LogRecord(Level.SEVERE, message);
        entry.setLoggerName(logger);
        return LogOutput.isRepeated(entry);
    }
}
