package io.selfheal.notifier.lane;

/** Waits for an alert to be told; one of the two is called once, by the lane's thread. */
public interface Receipt {
    /** A message that contains the alert was accepted. */
    void told();

    /** It was given up. */
    void givenUp(String cause);
}
