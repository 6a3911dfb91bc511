package io.selfheal.schemas.codec;

/** A record's bytes are not what its topic carries. The message names the field and what is allowed. */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    public DecodeException(String message) {
        super(message);
    }

    public DecodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
