package io.selfheal.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.selfheal.agent.log.Reason;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The three services as one Quarkus application. Quarkus makes the instance itself, so the session that is to run
 * beside the services is handed over through a static slot: one application, one session in a process.
 */
public final class StandaloneApplication implements QuarkusApplication {
    private static final AtomicReference<@Nullable Session> NEXT = new AtomicReference<>();

    /** What runs while the services are up. */
    @FunctionalInterface
    public interface Session {
        /**
         * Called once the services are ready; the services stop when it returns.
         *
         * @return the process's exit status
         */
        int run() throws Exception;
    }

    /** Entry point of {@code quarkus-run.jar}: the same command as everywhere. */
    @QuarkusMain
    public static final class Main {
        private Main() {}

        public static void main(String[] args) {
            SelfHealCommand.main(args);
        }
    }

    /**
     * Boots the services, runs the session, stops the services; returns the session's exit status.
     *
     * @throws IOException if the services did not start, or the session ended with an exception; the message says why.
     *     The log's file is closed by then
     */
    static int boot(Session session) throws IOException {
        NEXT.set(session);
        AtomicReference<Integer> status = new AtomicReference<>(1);
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        Quarkus.run(StandaloneApplication.class, (exit, failure) -> {
            status.set(exit);
            failed.set(failure);
        });
        @Nullable Throwable failure = failed.get();
        if (failure != null) {
            throw new IOException(Reason.of(failure), failure);
        }
        return status.get();
    }

    @Override
    public int run(String... args) throws Exception {
        Session session = NEXT.getAndSet(null);
        if (session == null) {
            throw new IllegalStateException("the standalone is started by the selfheal command, not by itself");
        }
        return session.run();
    }
}
