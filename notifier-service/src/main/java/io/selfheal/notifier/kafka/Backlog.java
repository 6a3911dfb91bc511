package io.selfheal.notifier.kafka;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Bounds the alerts that were read and not yet acknowledged: at the bound, reading waits. */
public final class Backlog {
    private final int bound;
    private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private int size;

    public Backlog(int bound) {
        this.bound = bound;
    }

    /** One alert came in. Completes when the next one may be read. */
    public synchronized CompletionStage<Void> enter() {
        size++;
        CompletableFuture<Void> room = new CompletableFuture<>();
        if (size < bound) {
            room.complete(null);
        } else {
            waiting.add(room);
        }
        return room;
    }

    /** One alert is done with. */
    public void leave() {
        CompletableFuture<Void> next;
        synchronized (this) {
            size--;
            next = size < bound ? waiting.poll() : null;
        }
        if (next != null) {
            next.complete(null);
        }
    }

    public synchronized int size() {
        return size;
    }
}
