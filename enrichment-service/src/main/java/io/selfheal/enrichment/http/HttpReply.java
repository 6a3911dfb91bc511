package io.selfheal.enrichment.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How an HTTP exchange ended. */
public sealed interface HttpReply {
    /**
     * The server answered.
     *
     * @param status the status code
     * @param retryAfter the header Retry-After; null when there was none
     * @param body the body, bounded
     */
    record Answer(int status, @Nullable String retryAfter, Buffer body) implements HttpReply {
        /** The body as JSON object, array or scalar; empty when it is none, whatever its content type claims. */
        public Optional<Object> json() {
            try {
                return Optional.ofNullable(Json.decodeValue(body));
            } catch (DecodeException e) {
                return Optional.empty();
            }
        }
    }

    /** No usable answer: no connection, time-out, cut off, too long. */
    record Broken(String reason) implements HttpReply {}
}
