package io.selfheal.e2e.lab;

import java.io.Serial;

/** The laboratory itself is broken: a namespace, server or container could not be made. Never a product's failure. */
public final class LabException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public LabException(String message) {
        super(message);
    }

    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
