package io.selfheal.analyzer.stream;

import io.selfheal.schemas.codec.DecodeException;
import java.util.function.Supplier;

/** Reads the analyzer's inner records; a broken one goes to the dead letters like any other. */
final class Relays {
    private Relays() {}

    static <T> T read(Supplier<T> decoder) throws DecodeException {
        try {
            return decoder.get();
        } catch (IllegalArgumentException e) {
            throw new DecodeException("an inner record of the analyzer cannot be read: " + e.getMessage());
        }
    }
}
