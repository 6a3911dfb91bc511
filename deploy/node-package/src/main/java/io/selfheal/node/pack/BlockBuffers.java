package io.selfheal.node.pack;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of LZ4 streams that are closed, for the next ones. Kafka makes two of 64 KiB for each batch, and a batch is one
 * partition's lines of 20 ms: with twelve partitions and many addresses 80 MB a second. Safe for use by several threads.
 */
public final class BlockBuffers {
    /** Of each size; what batches in flight need at once. More are left to the garbage collector. */
    static final int KEPT = 16;

    private static final Map<Integer, Queue<byte[]>> FREE = new ConcurrentHashMap<>();

    private BlockBuffers() {}

    /** A buffer of that many bytes, with whatever its last user left in it. */
    public static byte[] take(int size) {
        byte[] free = ofSize(size).poll();
        return free == null ? new byte[size] : free;
    }

    /** @param buffer nobody uses it any more; null, as a stream has that is closed twice, is none */
    public static void give(byte @Nullable [] buffer) {
        if (buffer != null) {
            var _ = ofSize(buffer.length).offer(buffer);
        }
    }

    private static Queue<byte[]> ofSize(int size) {
        return FREE.computeIfAbsent(size, _ -> new ArrayBlockingQueue<>(KEPT));
    }
}
