package io.selfheal.agent.log;

import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Where an agent's log goes when it is a process of its own: standard error, one line a record, without a time since
 * journald adds it. Inside the standalone the application's own logging is left as it is.
 */
public final class LogOutput {

    /** Kept here because java.util.logging forgets the level of a logger that nobody holds. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    private static final String NETWORK = "org.apache.kafka.clients.NetworkClient";

    private LogOutput() {}

    /** Sends every record from {@code level} on to standard error. Of Kafka's client only errors: it warns at each retry,
     * and the agents say themselves, once, that the brokers are away. */
    public static void toStandardError(Level level) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        ConsoleHandler handler = new ConsoleHandler();
        handler.setFormatter(new OneLine());
        handler.setFilter(entry -> !isRepeated(entry));
        handler.setLevel(level);
        root.addHandler(handler);
        root.setLevel(level);
        KAFKA.setLevel(Level.SEVERE);
    }

    /** An error of Kafka's client at each try to connect, every second or two as long as brokers do not let it in. */
    static boolean isRepeated(LogRecord entry) {
        return NETWORK.equals(entry.getLoggerName()) && entry.getMessage().contains("failed authentication due to");
    }

    /** {@code LEVEL message key=value}, whoever logged it. */
    static final class OneLine extends Formatter {
        @Override
        public String format(LogRecord entry) {
            String message = KeyValues.plain(formatMessage(entry));
            String line = entry.getThrown() == null ? message : KeyValues.line(message, "cause", entry.getThrown());
            return level(entry.getLevel()) + " " + line + "\n";
        }

        private static String level(Level level) {
            int value = level.intValue();
            if (value >= Level.SEVERE.intValue()) {
                return "ERROR";
            }
            if (value >= Level.WARNING.intValue()) {
                return "WARN";
            }
            return value >= Level.CONFIG.intValue() ? "INFO" : "DEBUG";
        }
    }
}
