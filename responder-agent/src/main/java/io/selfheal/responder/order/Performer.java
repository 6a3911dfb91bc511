package io.selfheal.responder.order;

import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.outcome.Detail;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does what one family of orders asks for. */
public interface Performer {
    /** Why this node never does this; empty if it may. Looks, and changes nothing. */
    Optional<String> objection(NodeAct act);

    /** How long it takes, as far as can be told, for one who waits; empty if it is done at once. */
    default Optional<String> estimate(NodeAct act) {
        return Optional.empty();
    }

    /** Does it and says how it went; may take minutes, on a thread of the caller's. */
    Result perform(Task task);

    /**
     * What is to be done.
     *
     * @param id of the order
     * @param by who asked
     * @param proof the order as it stood on the topic
     */
    record Task(String id, String by, NodeAct act, Proof proof) {
        /** What was asked for on the node itself, or is judged already. */
        public Task(String id, String by, NodeAct act) {
            this(id, by, act, Proof.NONE);
        }
    }

    /** How it went. */
    record Result(
            Status status,
            String reason,
            @Nullable Instant until,
            @Nullable Detail detail) {
        public static Result applied(String reason) {
            return new Result(Status.APPLIED, reason, null, null);
        }

        public static Result already(String reason) {
            return new Result(Status.ALREADY_IN_FORCE, reason, null, null);
        }

        public static Result refused(String reason) {
            return new Result(Status.REFUSED, reason, null, null);
        }

        public static Result failed(String reason) {
            return new Result(Status.FAILED, reason, null, null);
        }

        /** Not done, since it was done lately. */
        public static Result skipped(String reason, Instant until) {
            return new Result(Status.SKIPPED_COOLDOWN, reason, until, null);
        }

        public static Result simulated() {
            return new Result(Status.SIMULATED, "", null, null);
        }
    }
}
