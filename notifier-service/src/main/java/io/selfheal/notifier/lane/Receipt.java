package io.selfheal.notifier.lane;

/** Waits for an alert to be told; one of the two is called once, by the lane's thread. */
public interface Receipt {
    /** Nobody waits. */
    Receipt NOBODY = new Receipt() {
        @Override
        public void told() {
            // as wished
        }

        @Override
        public void givenUp(String cause) {
            // the lane has logged it
        }
    };

    /** A message that contains the alert was accepted. */
    void told();

    /** It was given up. */
    void givenUp(String cause);
}
