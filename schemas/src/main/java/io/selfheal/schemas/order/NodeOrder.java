package io.selfheal.schemas.order;

import java.time.Instant;

/**
 * Asks one host's responder to act. What it may ask for there, that host's own configuration says.
 *
 * @param host the only host that it holds for
 * @param act what is to be done
 */
public record NodeOrder(String id, Instant issued, Instant expires, String by, String reason, String host, NodeAct act)
        implements Order {
    @Override
    public String key() {
        return host;
    }
}
