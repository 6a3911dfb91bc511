package io.selfheal.responder.guard;

import java.io.IOException;
import java.util.List;

/** Names networks that are never to be blocked here. */
public interface ProtectedSource {
    /** For the status, for example {@code default gateway}. */
    String name();

    /**
     * Reads anew what is to be protected now; called before every batch of blocks, so it must be cheap.
     *
     * @throws IOException if it cannot be known; the guard then keeps what was read last and says so
     */
    List<Protected> read() throws IOException;

    /** What was wrong in the last reading, line by line, for people. */
    default List<String> complaints() {
        return List.of();
    }
}
