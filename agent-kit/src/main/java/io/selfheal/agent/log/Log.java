package io.selfheal.agent.log;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * A logger whose messages are constants, checked by the compiler: what varies, and above all what an attacker wrote, is
 * the value of a key.
 *
 * <pre>{@code
 * private static final Log LOG = Log.of(Tail.class);
 * LOG.info("source opened", "path", path, "offset", 12);   // INFO source opened path=/var/log/auth.log offset=12
 * }</pre>
 */
public final class Log {

    private final System.Logger logger;

    private Log(System.Logger logger) {
        this.logger = logger;
    }

    public static Log of(Class<?> owner) {
        return new Log(System.getLogger(owner.getName()));
    }

    /** For what only helps while looking for a fault. */
    public void debug(@CompileTimeConstant String message, @Nullable Object... keysAndValues) {
        log(Level.DEBUG, message, keysAndValues);
    }

    /** For what an administrator wants to see once. */
    public void info(@CompileTimeConstant String message, @Nullable Object... keysAndValues) {
        log(Level.INFO, message, keysAndValues);
    }

    /** For what still works, but not as it should. */
    public void warn(@CompileTimeConstant String message, @Nullable Object... keysAndValues) {
        log(Level.WARNING, message, keysAndValues);
    }

    /** For what does not work and needs somebody. */
    public void error(@CompileTimeConstant String message, @Nullable Object... keysAndValues) {
        log(Level.ERROR, message, keysAndValues);
    }

    private void log(Level level, String message, @Nullable Object[] keysAndValues) {
        if (logger.isLoggable(level)) {
            logger.log(level, KeyValues.line(message, keysAndValues));
        }
    }
}
