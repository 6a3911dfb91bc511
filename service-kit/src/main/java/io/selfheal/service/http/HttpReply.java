package io.selfheal.service.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.OptionalDouble;

/** How an HTTP exchange ended. */
public sealed interface HttpReply {
    /**
     * The server answered.
     *
     * @param status the status code
     * @param headers the headers, names in any case
     * @param body the body, bounded
     */
    record Answer(int status, MultiMap headers, Buffer body) implements HttpReply {
        /** The body as JSON object, array or scalar; empty when it is none, whatever its content type claims. */
        public Optional<Object> json() {
            try {
                return Optional.ofNullable(Json.decodeValue(body));
            } catch (DecodeException e) {
                return Optional.empty();
            }
        }

        /** The body as JSON object; an empty one when it is none. */
        public JsonObject jsonObject() {
            return json().orElse(null) instanceof JsonObject object ? object : new JsonObject();
        }

        /** A header that holds seconds; empty when it is missing or no number. */
        public OptionalDouble seconds(String header) {
            String value = headers.get(header);
            return value != null && value.matches("[0-9]{1,9}([.][0-9]{1,9})?")
                    ? OptionalDouble.of(Double.parseDouble(value))
                    : OptionalDouble.empty();
        }
    }

    /** No usable answer: no connection, time-out, cut off, too long. */
    record Broken(String reason) implements HttpReply {}
}
