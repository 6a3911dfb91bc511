package io.selfheal.responder.link;

import io.selfheal.agent.log.Log;
import io.selfheal.responder.order.Proof;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.NodeOrder;
import io.selfheal.schemas.order.Order;
import io.selfheal.schemas.policy.AllowEntry;
import io.selfheal.schemas.policy.Policy;
import io.selfheal.schemas.sign.EntryCheck;
import io.selfheal.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Decodes records, checks who wrote them, and hands them over. A broken one goes to the dead letters. */
final class Reader {
    /** An order has a few hundred bytes; most of it is the reason. */
    private static final int MAX_ORDER = 16 * 1024;

    private static final Log LOG = Log.of(Reader.class);

    private final String host;
    private final Trust trust;
    private final Inbox inbox;
    private final DeadLetters deadLetters;
    private final LinkState state;
    private final InstantSource clock;
    /** What the policy's first reading came to so far; null while each entry is handed over as it comes. */
    private @Nullable Map<String, Optional<Policy>> gathered;

    Reader(String host, Trust trust, Inbox inbox, DeadLetters deadLetters, LinkState state, InstantSource clock) {
        this.host = host;
        this.trust = trust;
        this.inbox = inbox;
        this.deadLetters = deadLetters;
        this.state = state;
        this.clock = clock;
    }

    /**
     * From now on entries of the policy are kept until {@link #handOverPolicy()}: compaction lags, and an entry that
     * was taken back must not be in force for a moment.
     */
    void gatherPolicy() {
        gathered = new LinkedHashMap<>();
    }

    void handOverPolicy() throws InterruptedException {
        Map<String, Optional<Policy>> all = gathered == null ? Map.of() : gathered;
        gathered = null;
        for (Map.Entry<String, Optional<Policy>> entry : all.entrySet()) {
            inbox.policy(entry.getKey(), entry.getValue().orElse(null));
        }
    }

    void read(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        try {
            if (message.topic().equals(Topics.DECISIONS.name())) {
                decision(message);
            } else if (message.topic().equals(Topics.POLICY.name())) {
                policy(message);
            } else {
                order(message);
            }
        } catch (DecodeException e) {
            state.brokenRecord();
            deadLetters.send(message, e);
        }
    }

    private void decision(ConsumerRecord<byte[], byte[]> message) throws DecodeException, InterruptedException {
        Cidr target = Cidr.tryParse(key(message));
        if (target == null) {
            throw new DecodeException("the key is no address or network");
        }
        if (message.value() == null) {
            tombstone(target, message);
            return;
        }
        Decision decision = Topics.DECISIONS.codec().decode(message.value());
        if (!decision.target().equals(target)) {
            throw new DecodeException("the key is not the decision's target");
        }
        Optional<String> refusal = trust.refusal(message);
        if (refusal.isPresent()) {
            state.distrustedRecord();
            inbox.distrusted(decision, refusal.get());
        } else {
            inbox.decision(target, decision, clock.instant());
        }
    }

    /** A tombstone that is not believed leaves in force what there is; it ends by itself. */
    private void tombstone(Cidr target, ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        Optional<Instant> lifted = trust.lifted(message);
        if (lifted.isEmpty()) {
            state.distrustedRecord();
        } else {
            inbox.lifted(target, lifted.get());
        }
    }

    private void policy(ConsumerRecord<byte[], byte[]> message) throws DecodeException, InterruptedException {
        String name = key(message);
        Policy policy = message.value() == null ? null : Topics.POLICY.codec().decode(message.value());
        boolean allows = policy == null ? name.startsWith(AllowEntry.PREFIX) : policy instanceof AllowEntry;
        switch (allows ? trust.allowance(message) : new EntryCheck.Holds()) {
            case EntryCheck.Holds holds -> holds(name, policy);
            case EntryCheck.Replaced replaced -> {}
            case EntryCheck.Refused(String reason) -> {
                state.distrustedRecord();
                LOG.warn("policy entry not believed, the one before it stays", "name", name, "cause", reason);
            }
        }
    }

    private void holds(String name, @Nullable Policy policy) throws InterruptedException {
        if (gathered == null) {
            inbox.policy(name, policy);
        } else {
            gathered.put(name, Optional.ofNullable(policy));
        }
    }

    /** Orders to other hosts are not looked at; of ours, nothing is read before size and signature are found good. */
    private void order(ConsumerRecord<byte[], byte[]> message) throws DecodeException, InterruptedException {
        if (message.value() == null || !key(message).equals(host)) {
            return;
        }
        String place = message.topic() + "/" + message.partition() + "@" + message.offset();
        if (message.value().length > MAX_ORDER) {
            state.brokenRecord();
            inbox.refusedOrder(place, "it has " + message.value().length + " bytes; allowed: " + MAX_ORDER);
            return;
        }
        switch (trust.author(message)) {
            case Trust.Author.Nobody(String reason) -> {
                state.distrustedRecord();
                inbox.refusedOrder(place, reason);
            }
            case Trust.Author.Known(String key) -> believedOrder(message, key, place);
        }
    }

    private void believedOrder(ConsumerRecord<byte[], byte[]> message, String key, String place)
            throws DecodeException, InterruptedException {
        Order order;
        try {
            order = Topics.ORDERS.codec().decode(message.value());
        } catch (DecodeException e) {
            inbox.refusedOrder(place, "it is signed by " + key + " but cannot be read: " + e.getMessage());
            throw e;
        }
        if (order instanceof NodeOrder forANode && forANode.host().equals(host)) {
            inbox.order(forANode, key, place, Proof.of(message));
        } else {
            inbox.refusedOrder(place, "it is signed by " + key + " but is no order to this host");
        }
    }

    private static String key(ConsumerRecord<byte[], byte[]> message) throws DecodeException {
        if (message.key() == null) {
            throw new DecodeException("the record has no key");
        }
        return new String(message.key(), StandardCharsets.UTF_8);
    }
}
