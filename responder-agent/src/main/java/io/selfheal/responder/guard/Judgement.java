package io.selfheal.responder.guard;

/** What the guard says about a target. */
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
}
