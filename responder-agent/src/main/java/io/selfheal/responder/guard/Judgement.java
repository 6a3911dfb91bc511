package io.selfheal.responder.guard;

/** Whether a target may be blocked here. */
public sealed interface Judgement {
    Judgement PERMITTED = new Permitted();

    /** Nothing speaks against blocking it. */
    record Permitted() implements Judgement {}

    /**
     * It must not be blocked here.
     *
     * @param reason one sentence for people; no hostile text
     */
    record Refused(String reason) implements Judgement {}

    /**
     * It is blocked as soon as an administrator of this node agrees.
     *
     * @param reason how that is said
     */
    record Waiting(String reason) implements Judgement {}
}
