package io.selfheal.responder.plugin;

import io.selfheal.plugin.ActionPlugin;
import io.selfheal.plugin.ActionPlugin.Request;
import io.selfheal.plugin.host.CallResult;
import io.selfheal.plugin.host.LoadedPlugin;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One action plugin's requests, in their order, on a thread of its own: neither a slow plugin nor a full queue holds up
 * the firewall. Each request ends in an outcome; one that fails is tried again, and one in quarantine waits.
 */
public final class ActionLane implements AutoCloseable {
    private static final int WAITING = 10_000;
    private static final int TRIES = 3;

    private final LoadedPlugin<ActionPlugin> plugin;
    private final Mode mode;
    private final Outcomes outcomes;
    private final Sink sink;
    private final InstantSource time;
    private final Duration pause;
    private final BlockingQueue<Request> requests = new ArrayBlockingQueue<>(WAITING);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Starts the lane.
     *
     * @param mode off, simulate or act
     * @param pause between two tries
     */
    public ActionLane(
            LoadedPlugin<ActionPlugin> plugin,
            Mode mode,
            Outcomes outcomes,
            Sink sink,
            InstantSource time,
            Duration pause) {
        this.plugin = plugin;
        this.mode = mode;
        this.outcomes = outcomes;
        this.sink = sink;
        this.time = time;
        this.pause = pause;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("responder-plugin-" + plugin.id())
                .start(this::run);
    }

    /** Takes a request; returns at once. */
    void want(Request request) {
        if (mode != Mode.OFF && !requests.offer(request)) {
            say(request, Status.FAILED, "too many requests wait for it");
        }
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                Request request = requests.poll(1, TimeUnit.SECONDS);
                if (request != null) {
                    carryOut(request);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carryOut(Request request) throws InterruptedException {
        if (mode == Mode.SIMULATE) {
            say(request, Status.SIMULATED, "");
            return;
        }
        int tries = 0;
        while (!isOver(request)) {
            CallResult<Boolean> result = plugin.call(action -> {
                action.act(request);
                return true;
            });
            switch (result) {
                case CallResult.Answered<Boolean> a -> {
                    say(request, request instanceof Request.Lift ? Status.LIFTED : Status.APPLIED, "");
                    return;
                }
                case CallResult.Threw<Boolean>(String error) -> {
                    tries++;
                    if (tries == TRIES) {
                        say(request, Status.FAILED, error);
                        return;
                    }
                }
                case CallResult.CutOff<Boolean> c -> {
                    // Whether it was done nobody knows; asking again is what it must bear.
                    tries++;
                    if (tries == TRIES) {
                        say(request, Status.FAILED, "took too long");
                        return;
                    }
                }
                case CallResult.NotAsked<Boolean> n -> {
                    if (plugin.status().state().equals("off")) {
                        say(request, Status.FAILED, n.reason());
                        return;
                    }
                }
            }
            if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                say(request, Status.FAILED, "the responder stopped before it was done");
                return;
            }
        }
        say(request, Status.FAILED, "its time was over before it was done");
    }

    private boolean isOver(Request request) {
        return request instanceof Request.Block block && !time.instant().isBefore(block.until());
    }

    private void say(Request request, Status status, String reason) {
        Cidr target =
                switch (request) {
                    case Request.Block b -> b.target();
                    case Request.Lift l -> l.target();
                };
        String words = "plugin " + plugin.id() + ": " + (request instanceof Request.Lift ? "lift" : "block");
        sink.outcome(outcomes.of(
                ActionKind.PLUGIN,
                target.toString(),
                status,
                reason.isEmpty() ? words : words + ": " + reason,
                null,
                time.instant()));
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
