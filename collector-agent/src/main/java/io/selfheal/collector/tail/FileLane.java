package io.selfheal.collector.tail;

import io.selfheal.collector.tail.FileTail.Left;
import io.selfheal.collector.tail.FileTail.Pass;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A tail and the one thread that reads with it. Everybody else learns here how it stands without waiting for it: what was
 * noted last, while the reader is held up by a file system that does not answer.
 */
public final class FileLane {
    /** A reader that has not gone on for so long is held up: the waits of its own are of seconds. */
    private static final Duration HELD_UP = Duration.ofSeconds(20);

    private final ReentrantLock lock = new ReentrantLock(true);
    private final FileTail tail;
    private final Pulse pulse;
    private volatile Left left;
    private volatile List<Followed> followed = List.of();
    private volatile List<LeftOut> leftOut = List.of();

    /**
     * How it stands with a path.
     *
     * @param lag bytes written and not acknowledged; -1 if nobody knows
     * @param gaps how often something was lost
     * @param gapBytes bytes that were, at least
     */
    public record Followed(Path path, SourceState state, long lag, int gaps, long gapBytes) {
        static Followed of(FollowedPath path) {
            return new Followed(
                    path.path(),
                    path.state(),
                    path.lag(),
                    path.gaps().count(),
                    path.gaps().bytes());
        }

        Followed hanging() {
            return new Followed(path, SourceState.HANGING, -1, gaps, gapBytes);
        }
    }

    /** A lane with a tail of its own; the parameters are {@link FileTail}'s. */
    public FileLane(
            FileTail.Settings settings,
            FileTail.Sinks sinks,
            FileTail.Separation separation,
            InstantSource time,
            Delivery delivery,
            Left left) {
        this.tail = new FileTail(settings, sinks, separation, time, delivery, left);
        this.pulse = settings.pulse();
        this.left = left;
    }

    /** One round over all its files; {@code save} makes the checkpoint durable. */
    public Pass pass(Runnable save) {
        return step(() -> tail.pass(() -> noteAnd(save)));
    }

    /** Only looks, reads nothing. */
    public void look(Runnable save) {
        step(() -> {
            tail.look(() -> noteAnd(save));
            return Pass.IDLE;
        });
    }

    private Pass step(Supplier<Pass> step) {
        lock.lock();
        pulse.beat();
        try {
            return step.get();
        } finally {
            pulse.rest();
            lock.unlock();
        }
    }

    private void noteAnd(Runnable save) {
        note();
        save.run();
    }

    /** Notes what is to be kept for the next run. By the reader. */
    public void note() {
        left = tail.left();
    }

    /** Notes how it stands, unless the reader does not let go of it within this time. By anybody. */
    public void refresh(Duration atMost) throws InterruptedException {
        if (!lock.tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        try {
            note();
            List<Followed> now = new ArrayList<>();
            tail.paths().forEach(path -> now.add(Followed.of(path)));
            followed = List.copyOf(now);
            leftOut = tail.leftOut();
        } finally {
            lock.unlock();
        }
    }

    /** What to keep for the next run, as it was noted last: older than it is at worst, so that more is read twice. */
    public Left left() {
        return left;
    }

    /** How it stands with each path, as it was noted last. */
    public List<Followed> followed() {
        return isHanging() ? followed.stream().map(Followed::hanging).toList() : followed;
    }

    /** What globs match and is not read, as it was noted last. */
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    /** Whether its reader is held up by a file system. */
    public boolean isHanging() {
        return pulse.silence().compareTo(HELD_UP) > 0;
    }

    /** Whether its reader went on within this time. */
    public boolean hasGoneOn(Duration within) {
        return pulse.age().compareTo(within) < 0;
    }

    /** Something was written at this path; others have changed names. By the reader. */
    public void changed(Path path, boolean onlyWritten) {
        lock.lock();
        try {
            tail.changed(path, onlyWritten);
        } finally {
            lock.unlock();
        }
    }

    /** Directories to be woken by; empty if they were asked for since the last look. By the reader. */
    public Set<Path> newDirectories() {
        lock.lock();
        try {
            return tail.newDirectories();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the files, unless the reader holds on to them for longer than this. */
    public void close(Duration atMost) throws InterruptedException {
        if (lock.tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                tail.close();
            } finally {
                lock.unlock();
            }
        }
    }
}
