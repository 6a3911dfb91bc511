package io.selfheal.schemas.codec;

import java.util.Arrays;

/** What became of a record's bytes: a consumer sends a broken one to its dead letters and goes on. */
public sealed interface Decoded<T> {
    /** The record is what its topic carries. */
    record Value<T>(T value) implements Decoded<T> {}

    /**
     * The record is something else.
     *
     * @param bytes as they were read
     * @param cause names the field and what is allowed
     */
    @SuppressWarnings("ArrayRecordComponent") // the bytes go unchanged to the dead letters; equality is by content
    record Broken<T>(byte[] bytes, DecodeException cause) implements Decoded<T> {
        /** Two broken records are the same when their bytes are. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Broken<?> broken && Arrays.equals(bytes, broken.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Broken[" + bytes.length + " bytes, " + cause.getMessage() + "]";
        }
    }
}
