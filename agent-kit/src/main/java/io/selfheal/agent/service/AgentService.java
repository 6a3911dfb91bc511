package io.selfheal.agent.service;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.log.Log;
import io.selfheal.host.service.ServiceManager;
import io.selfheal.host.service.Watchdog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An agent as a process of its own, from its start to its end: SIGTERM and SIGINT stop it, SIGHUP makes it read its
 * configuration anew, and so does a change of a file that it reads at its start only, like a certificate. A
 * configuration that is refused at the start ends the process with status 2; at a reload the agent goes on with the one
 * it has, and says so.
 *
 * @param <C> the configuration
 */
public final class AgentService<C> {
    private static final int WRONG_USE = 2;
    private static final int FAILED = 1;
    /** A stop that takes longer is ended by the JVM. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(60);
    /** How long a reload may take before it counts as hanging. */
    private static final Duration RELOAD_WITHIN = Duration.ofSeconds(90);
    /** After which time an agent that was started has made its connections. */
    private static final Duration COMES_TO_REST = Duration.ofSeconds(5);

    private static final Duration LOOKS_EVERY = Duration.ofMinutes(1);

    private static final Log LOG = Log.of(AgentService.class);

    /**
     * Starts an agent.
     *
     * @param <C> its configuration
     */
    @FunctionalInterface
    public interface Starter<C> {
        /**
         * @throws IOException if something that it needs cannot be had
         * @throws ConfigException if the configuration is refused
         */
        RunningAgent start(C configuration) throws IOException;
    }

    /** The agent in force, and what it was started with. */
    private record Running<C>(C configuration, FileWatch watch, RunningAgent agent) {}

    private enum Request {
        STOP,
        RELOAD
    }

    private final Supplier<C> configuration;
    private final Starter<C> starter;
    private final ServiceManager manager;
    private final Function<C, Collection<Path>> files;
    private final Duration looksEvery;
    /** One of each kind at most: a request that already waits will be met. */
    private final BlockingQueue<Request> requests = new ArrayBlockingQueue<>(8);

    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile long reloadingSince;

    /**
     * @param configuration reads it; a {@link ConfigException} says what is wrong with it
     * @param files which a configuration names and the agent reads at its start only
     */
    public AgentService(
            Supplier<C> configuration,
            Starter<C> starter,
            ServiceManager manager,
            Function<C, Collection<Path>> files) {
        this(configuration, starter, manager, files, LOOKS_EVERY);
    }

    AgentService(
            Supplier<C> configuration,
            Starter<C> starter,
            ServiceManager manager,
            Function<C, Collection<Path>> files,
            Duration looksEvery) {
        this.configuration = configuration;
        this.starter = starter;
        this.manager = manager;
        this.files = files;
        this.looksEvery = looksEvery;
    }

    /** Runs until the process is told to stop; returns its exit status. */
    public int run() throws InterruptedException {
        Thread hook = Thread.ofPlatform().name("agent-stop").unstarted(this::stopCalmly);
        Running<C> first;
        warnOfTheLocale();
        try {
            first = start(configuration.get());
        } catch (ConfigException e) {
            refuse(e, "it is not started");
            return WRONG_USE;
        } catch (IOException e) {
            LOG.error("the agent cannot start", "cause", e);
            manager.status("cannot start: " + e.getMessage());
            return FAILED;
        }
        Runtime.getRuntime().addShutdownHook(hook);
        Signals.onHangUp(this::reload);
        try {
            return work(first);
        } finally {
            stopped.countDown();
        }
    }

    private static void warnOfTheLocale() {
        String names = System.getProperty("sun.jnu.encoding", "");
        if (!names.equalsIgnoreCase("UTF-8")) {
            LOG.warn("names of files are not UTF-8 here; LC_ALL=C.UTF-8 makes them so", "charset", names);
        }
    }

    /** Asks for the configuration to be read anew, as SIGHUP does. */
    public void reload() {
        request(Request.RELOAD);
    }

    /** Asks for the end, as SIGTERM does. */
    public void stop() {
        request(Request.STOP);
    }

    /** What it reads at its start is watched from before that: a change in between is one. */
    private Running<C> start(C from) throws IOException {
        FileWatch watch = new FileWatch(files.apply(from));
        return new Running<>(from, watch, starter.start(from));
    }

    private int work(Running<C> first) throws InterruptedException {
        AtomicReference<Running<C>> current = new AtomicReference<>(first);
        manager.ready("running");
        Watchdog watchdog = Watchdog.start(manager, () -> isWorking(current.get()));
        try {
            while (next(current.get().watch) == Request.RELOAD) {
                reloadingSince = System.nanoTime();
                current.set(reloaded(current.get()));
                reloadingSince = 0;
            }
            manager.stopping();
            current.get().agent.close();
            return 0;
        } catch (IOException e) {
            LOG.error("the agent failed", "cause", e);
            return FAILED;
        } finally {
            watchdog.close();
        }
    }

    /**
     * The next request. Reading rules and configuration takes several times the memory that the agent lives on, and so
     * does connecting. Left alone the JVM would keep it for months: an idle agent hardly ever collects. Costs some 50 ms,
     * once the agent has come to rest.
     */
    private Request next(FileWatch watch) throws InterruptedException {
        Request early = requests.poll(COMES_TO_REST.toNanos(), TimeUnit.NANOSECONDS);
        if (early != null) {
            return early;
        }
        System.gc();
        if (watch.isEmpty()) {
            return requests.take();
        }
        while (true) {
            Request request = requests.poll(looksEvery.toNanos(), TimeUnit.NANOSECONDS);
            if (request != null) {
                return request;
            }
            if (watch.haveChanged()) {
                LOG.info("a file that the configuration names has changed: all is read anew");
                return Request.RELOAD;
            }
        }
    }

    private boolean isWorking(Running<C> current) {
        long since = reloadingSince;
        return since == 0 ? current.agent.isWorking() : System.nanoTime() - since < RELOAD_WITHIN.toNanos();
    }

    private Running<C> reloaded(Running<C> current) throws IOException {
        manager.reloading();
        C next;
        try {
            next = configuration.get();
        } catch (ConfigException e) {
            refuse(e, "the agent goes on with the former one");
            manager.ready("running; the configuration on disk is refused: "
                    + e.problems().getFirst());
            return current;
        }
        current.agent.close();
        try {
            Running<C> anew = start(next);
            LOG.info("the configuration was read anew");
            manager.ready("running");
            return anew;
        } catch (ConfigException e) {
            refuse(e, "the agent is started again with the former one");
            Running<C> former = start(current.configuration);
            manager.ready("running; the configuration on disk is refused: "
                    + e.problems().getFirst());
            return former;
        } catch (IOException e) {
            LOG.error(
                    "no start with the new configuration; the agent is started again with the former one", "cause", e);
            Running<C> former = start(current.configuration);
            manager.ready("running; with the configuration on disk it does not start: " + e.getMessage());
            return former;
        }
    }

    private void refuse(ConfigException refused, String consequence) {
        refused.problems()
                .forEach(problem ->
                        LOG.error("the configuration is refused", "problem", problem, "consequence", consequence));
        manager.status("the configuration is refused: " + refused.problems().getFirst());
    }

    private void request(Request request) {
        if (!requests.contains(request) && !requests.offer(request)) {
            LOG.debug("a request waits already", "request", request);
        }
    }

    /** Runs while the JVM ends: holds it up until the agent is closed. */
    private void stopCalmly() {
        stop();
        try {
            if (!stopped.await(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("stopped without waiting any longer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
