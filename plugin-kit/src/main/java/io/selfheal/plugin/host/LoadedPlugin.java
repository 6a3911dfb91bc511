package io.selfheal.plugin.host;

import io.selfheal.plugin.Plugin;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A plugin that was started. Safe for many threads, which take turns; none of them ever runs the plugin's code.
 *
 * @param <P> its kind
 */
public final class LoadedPlugin<P extends Plugin> implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(2);

    private final PluginDescription description;
    private final PluginKind kind;
    private final P plugin;
    private final PluginThread thread;
    private final InstantSource time;
    private final Consumer<PluginStatus> tell;
    private final Quarantine quarantine = new Quarantine();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong cutOff = new AtomicLong();
    private final AtomicLong notAsked = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private volatile String lastError = "";

    LoadedPlugin(
            PluginDescription description,
            PluginKind kind,
            P plugin,
            PluginThread thread,
            InstantSource time,
            Consumer<PluginStatus> tell) {
        this.description = description;
        this.kind = kind;
        this.plugin = plugin;
        this.thread = thread;
        this.time = time;
        this.tell = tell;
    }

    /** The plugin's own name. */
    public String id() {
        return description.id();
    }

    /** What to do with the plugin; runs on its thread. Copy what it answers there: its lists are code of its own. */
    @FunctionalInterface
    public interface Ask<P, R> {
        R of(P plugin) throws Exception;
    }

    /** Asks the plugin within its kind's budget. */
    public <R> CallResult<R> call(Ask<? super P, R> ask) throws InterruptedException {
        if (!quarantine.allows(time.instant()) || thread.isLost()) {
            return notAsked("it is " + (thread.isLost() ? lost() : quarantine.state(time.instant())));
        }
        long start = System.nanoTime();
        Callable<R> work = () -> ask.of(plugin);
        CallResult<R> result = thread.call(work, kind.budget());
        switch (result) {
            case CallResult.Answered<R> a -> {
                quarantine.succeeded();
                count(start);
            }
            case CallResult.Threw<R> t -> {
                count(start);
                failed(t.error());
            }
            case CallResult.CutOff<R> c -> {
                count(start);
                cutOff.incrementAndGet();
                failed("took longer than " + kind.budget().toMillis() + " ms");
            }
            case CallResult.NotAsked<R> n -> {
                if (thread.isLost()) {
                    lost();
                }
                return notAsked(n.reason());
            }
        }
        return result;
    }

    /** The answer, or null for whatever else happened; that is counted and told elsewhere. */
    public <R> @Nullable R ask(Ask<? super P, R> ask) throws InterruptedException {
        return call(ask) instanceof CallResult.Answered<R>(R value) ? value : null;
    }

    private <R> CallResult<R> notAsked(String reason) {
        notAsked.incrementAndGet();
        return new CallResult.NotAsked<>(reason);
    }

    private void count(long start) {
        calls.incrementAndGet();
        nanos.addAndGet(System.nanoTime() - start);
    }

    private void failed(String error) {
        failures.incrementAndGet();
        lastError = error;
        if (quarantine.failed(time.instant())) {
            tell.accept(status());
        }
    }

    /** It failed where nothing can be done without an answer: it is off until the process starts again. */
    public void giveUp() {
        lost();
    }

    private String lost() {
        if (quarantine.lost(time.instant())) {
            tell.accept(status());
        }
        return "off";
    }

    public PluginStatus status() {
        return new PluginStatus(
                description.id(),
                description.version(),
                kind,
                thread.isLost() ? "off" : quarantine.state(time.instant()),
                calls.get(),
                failures.get(),
                cutOff.get(),
                notAsked.get(),
                nanos.get(),
                lastError);
    }

    /** Stops it, within two seconds; one that does not stop is left behind. */
    @Override
    public void close() {
        try {
            if (!thread.isStuck()) {
                thread.call(
                        () -> {
                            plugin.stop();
                            return "";
                        },
                        STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            thread.close();
        }
    }
}
