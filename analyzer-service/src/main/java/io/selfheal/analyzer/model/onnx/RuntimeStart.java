package io.selfheal.analyzer.model.onnx;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Starts ONNX Runtime on a stack of its own. Its native part looks at the process's command line with a recursion for
 * each character (seen with 1.29.0): a class path of 15 KB overran a Java thread's 1 MiB and ended the process with
 * SIGSEGV, without a word.
 */
final class RuntimeStart {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final long LEAST_STACK = 16L << 20;
    /** Of address space, not memory: only what the recursion touches is ever given. */
    private static final long STACK_PER_BYTE = 4_096;

    private static final long MOST_STACK = 1L << 30;

    private RuntimeStart() {}

    /**
     * Starts the engine unless it runs already.
     *
     * @throws RuntimeException if it does not start
     */
    static void start(String engine) {
        Starting starting = new Starting(engine);
        Thread thread = new Thread(null, starting, "selfheal-onnx-start", stack());
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while ONNX Runtime started", e);
        }
        if (starting.failure != null) {
            throw new IllegalStateException("ONNX Runtime did not start", starting.failure);
        }
    }

    private static long stack() {
        try {
            long length = Files.readAllBytes(COMMAND_LINE).length;
            return Math.clamp(length * STACK_PER_BYTE, LEAST_STACK, MOST_STACK);
        } catch (IOException noSuchSystem) {
            return LEAST_STACK;
        }
    }

    private static final class Starting implements Runnable {
        private final String engine;
        private volatile @Nullable Throwable failure;

        Starting(String engine) {
            this.engine = engine;
        }

        @Override
        public void run() {
            try {
                // The engine's own class loader: its provider is found there, whatever thread asks.
                Engine.getEngine(engine);
            } catch (LinkageError | RuntimeException e) {
                failure = e;
            }
        }
    }
}
