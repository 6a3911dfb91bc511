package io.selfheal.analyzer.model.onnx;

/** A model that is not used; the message says which file, what is wrong and what is allowed. */
public final class ModelRefused extends Exception {
    public ModelRefused(String message) {
        super(message);
    }

    public ModelRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
