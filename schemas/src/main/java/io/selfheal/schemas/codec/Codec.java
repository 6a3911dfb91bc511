package io.selfheal.schemas.codec;

/**
 * Turns a value into the bytes of a record and back. Implementations are stateless and safe for many threads.
 *
 * @param <T> the value's type
 */
public interface Codec<T> {
    byte[] encode(T value);

    /**
     * Reads bytes of any version that was ever published.
     *
     * @throws DecodeException if the bytes are no such value; the caller sends the record to its dead letters
     */
    T decode(byte[] bytes) throws DecodeException;
}
