package io.selfheal.responder.order;

import io.selfheal.agent.log.Log;
import io.selfheal.responder.config.OrderKind;
import io.selfheal.responder.order.Performer.Result;
import io.selfheal.responder.order.Performer.Task;
import io.selfheal.responder.reconcile.Outcomes;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.responder.state.OrderBook;
import io.selfheal.responder.state.OrderBook.Entry;
import io.selfheal.responder.state.OrderBook.Stage;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.order.Order;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.text.Excerpt;
import io.selfheal.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Takes each believed order once: refuses it, simulates it, lets it wait for approval, or has it done; and says what
 * became of it. An order is on disk before anything is done about it, so that a crash never does it twice.
 */
public final class OrderDesk implements AutoCloseable {
    private static final Log LOG = Log.of(OrderDesk.class);
    private static final int AT_ONCE = 64;
    private static final int MAX_REASON = 500;

    private final String host;
    private final OrderPolicy policy;
    private final OrderBook book;
    private final Admission admission;
    private final Performers performers;
    private final Refusals refusals;
    private final Outcomes outcomes;
    private final Sink sink;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("responder-order-", 0).factory());

    public OrderDesk(
            String host,
            OrderPolicy policy,
            OrderBook book,
            Map<OrderKind, Performer> performers,
            Outcomes outcomes,
            Sink sink,
            InstantSource clock) {
        this.host = host;
        this.policy = policy;
        this.book = book;
        this.admission = new Admission(policy, book);
        this.performers = new Performers(performers);
        this.refusals = new Refusals(outcomes, sink);
        this.outcomes = outcomes;
        this.sink = sink;
        this.clock = clock;
    }

    /** Before the first order: what the last run left undone. */
    public synchronized void resume() {
        for (Entry entry : book.at(Stage.OPEN)) {
            close(entry, Result.failed("the responder ended while it was being done; whether it is done is not known"));
        }
    }

    /** An order of somebody who may order. Reading the topic again, as each start does, brings it again. */
    public synchronized void take(NodeOrder order, String key, String place, Proof proof) {
        Instant now = clock.instant();
        Optional<Entry> known = book.find(order.id());
        if (known.isPresent()) {
            String before = known.get().place();
            if (!before.equals(place) && !before.isEmpty()) {
                refuse(place, "order " + Excerpt.of(order.id(), 80) + " was taken before, from " + before);
            }
            return;
        }
        OrderKind kind = OrderKind.of(order.act().kind()).orElseThrow();
        Mode mode = mode(order.act());
        Optional<String> objection = mode == Mode.OFF
                ? Optional.of("this node does not do this (modes)")
                : admission.objection(order, kind, key, now).or(() -> performers.objection(order.act()));
        boolean accepted = objection.isEmpty() && mode != Mode.SIMULATE;
        boolean asks = mode == Mode.ASK || Admission.needsApproval(order.act());
        boolean waits = accepted && asks && !Admission.callsOff(order.act());
        Stage stage = waits ? Stage.WAITING : accepted ? Stage.OPEN : Stage.CLOSED;
        boolean counts = accepted && !Admission.callsOff(order.act());
        Entry entry = entry(order, kind, place, now, counts, stage, proof);
        if (!book.note(entry)) {
            say(order, Result.failed("it cannot be noted on disk, and is therefore not carried out"), now);
        } else if (objection.isPresent()) {
            refusals.say(outcome(order, Result.refused(objection.get()), null, now));
        } else if (waits) {
            say(order, waiting(order), now);
        } else if (accepted) {
            start(order, entry, proof);
        } else {
            say(order, Result.simulated(), now);
        }
    }

    /** Who was cut off while this node acted must be let back also when it only simulates by now, or is off. */
    private Mode mode(NodeAct act) {
        return Admission.endsOwn(act)
                ? Mode.ACT
                : policy.modes().apply(OrderKind.of(act.kind()).orElseThrow());
    }

    /** What the book keeps of an order. */
    static Entry entry(
            NodeOrder order, OrderKind kind, String place, Instant now, boolean counts, Stage stage, Proof proof) {
        // What waits is kept as it was signed.
        Proof kept = stage == Stage.WAITING ? proof : Proof.NONE;
        // What was refused or simulated overtakes nothing.
        String matter = stage == Stage.CLOSED ? "" : order.act().matter();
        return new Entry(
                order.id(),
                place,
                kind.name(),
                matter,
                order.issued(),
                order.expires(),
                now,
                counts,
                stage,
                kept.text(),
                kept.signature());
    }

    private static Result waiting(NodeOrder order) {
        String reason = "waits for approval: selfheal approve " + order.id();
        return new Result(Status.WAITING, reason, order.expires(), null);
    }

    /** A record to this host that is no believed order. Each place is spoken of once, also after a restart. */
    public synchronized void refuse(String place, String reason) {
        Instant now = clock.instant();
        String id = "refused:" + place;
        if (book.find(id).isPresent()) {
            return;
        }
        String shown = Excerpt.of(reason, MAX_REASON);
        if (refusals.say(outcomes.of(ActionKind.ORDER, place, Status.REFUSED, shown, null, now))) {
            LOG.warn("an order is refused", "place", place, "reason", shown);
            book.note(new Entry(id, place, "", "", now, now, now, false, Stage.CLOSED, "", ""));
        }
    }

    private void start(NodeOrder order, Entry entry, Proof proof) {
        if (!places.tryAcquire()) {
            close(order, entry, Result.failed("too much is being done at once; allowed: " + AT_ONCE));
            return;
        }
        performers
                .estimate(order.act())
                .ifPresent(text -> say(order, new Result(Status.ACCEPTED, text, null, null), clock.instant()));
        workers.execute(() -> {
            try {
                Result result = performers.perform(new Task(order.id(), order.by(), order.act(), proof));
                close(order, entry, result);
            } finally {
                places.release();
            }
        });
    }

    private void close(Entry entry, Result result) {
        Instant now = clock.instant();
        book.note(entry.at(Stage.CLOSED));
        ActionKind action = ActionKind.ORDER;
        sink.outcome(outcomes.of(action, entry.matter(), result.status(), result.reason(), entry.id(), now));
    }

    private synchronized void close(NodeOrder order, Entry entry, Result result) {
        Instant now = clock.instant();
        book.note(entry.at(Stage.CLOSED));
        sink.outcome(outcome(order, result, Duration.between(entry.taken(), now), now));
    }

    /** @return whether an order waited for this, and is now being done */
    public synchronized boolean approve(String id) {
        Optional<Entry> waiting = book.find(id).filter(entry -> entry.stage() == Stage.WAITING);
        if (waiting.isEmpty() || !clock.instant().isBefore(waiting.get().expires())) {
            return false;
        }
        Optional<NodeOrder> order = read(waiting.get().text());
        OrderKind kind = OrderKind.valueOf(waiting.get().kind());
        boolean armed = policy.modes().apply(kind) == Mode.ASK || policy.modes().apply(kind) == Mode.ACT;
        Entry open = waiting.get().at(Stage.OPEN);
        if (order.isEmpty() || !armed || !book.note(open)) {
            return false;
        }
        start(order.get(), open, new Proof(waiting.get().text(), waiting.get().signature()));
        return true;
    }

    private static Optional<NodeOrder> read(String text) {
        try {
            Order order = Topics.ORDERS.codec().decode(text.getBytes(StandardCharsets.UTF_8));
            return order instanceof NodeOrder node ? Optional.of(node) : Optional.empty();
        } catch (DecodeException e) {
            LOG.error("an order that waits can no longer be read", "cause", e);
            return Optional.empty();
        }
    }

    /** Ends the waiting of orders that expired; to be called now and then. */
    public synchronized void tick() {
        Instant now = clock.instant();
        refusals.tick(now);
        for (Entry entry : book.at(Stage.WAITING)) {
            if (!now.isBefore(entry.expires())) {
                Optional<NodeOrder> order = read(entry.text());
                Result late = Result.refused("nobody approved it before it expired");
                if (order.isPresent()) {
                    close(order.get(), entry, late);
                } else {
                    close(entry, late);
                }
            }
        }
    }

    /** What waits for approval: each id with what is asked for. */
    public synchronized Map<String, String> waiting() {
        Map<String, String> waiting = new LinkedHashMap<>();
        List<Entry> entries = book.at(Stage.WAITING);
        for (Entry entry : entries) {
            String by = read(entry.text())
                    .map(order -> " by " + order.by() + ": " + order.reason())
                    .orElse("");
            waiting.put(entry.id(), Excerpt.of(entry.kind() + " " + entry.matter() + by, MAX_REASON));
        }
        return waiting;
    }

    /** What an administrator of this node asks for here and now: his word is the approval. Waits until it is done. */
    public Result local(NodeAct act, String by) {
        Instant started = clock.instant();
        String id = "local-" + UUID.randomUUID();
        Optional<String> objection = performers.objection(act);
        Result result =
                switch (mode(act)) {
                    case OFF -> Result.refused("this node does not do this (modes)");
                    case SIMULATE -> objection.map(Result::refused).orElseGet(Result::simulated);
                    case ASK, ACT ->
                        objection.map(Result::refused).orElseGet(() -> performers.perform(new Task(id, by, act)));
                };
        Instant now = clock.instant();
        NodeOrder order = new NodeOrder(id, started, started, by, "asked for on the node", host, act);
        sink.outcome(outcome(order, result, Duration.between(started, now), now));
        return result;
    }

    /** How long that would take here; empty if nobody can tell, or it is not done here. */
    public Optional<String> estimate(NodeAct act) {
        Mode mode = mode(act);
        boolean done = mode == Mode.ASK || mode == Mode.ACT;
        return done ? performers.estimate(act) : Optional.empty();
    }

    private void say(NodeOrder order, Result result, Instant now) {
        sink.outcome(outcome(order, result, null, now));
    }

    private Outcome outcome(NodeOrder order, Result result, @Nullable Duration took, Instant now) {
        LOG.info(
                "order",
                "id",
                order.id(),
                "by",
                order.by(),
                "act",
                order.act(),
                "status",
                result.status(),
                "reason",
                result.reason());
        return new Outcome(
                UUID.randomUUID().toString(),
                now,
                host,
                order.act().kind(),
                order.act().target(),
                result.status(),
                result.reason(),
                order.id(),
                result.until(),
                took == null || took.isNegative() ? null : took,
                result.detail());
    }

    /** What is being done is let be; the next start says that its end is not known. */
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
