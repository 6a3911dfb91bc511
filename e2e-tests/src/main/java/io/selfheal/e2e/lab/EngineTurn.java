package io.selfheal.e2e.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One of the few labs that use containers at a time, of all JVMs on this machine; the next one's turn when it closes. */
final class EngineTurn implements AutoCloseable {
    /** More of them leave two cores no time. */
    private static final int PLACES = 2;

    /** Longer than all tests with containers together take. */
    private static final Duration LIMIT = Duration.ofMinutes(40);

    private final int place;
    private final FileChannel lock;

    private EngineTurn(int place, FileChannel lock) {
        this.place = place;
        this.lock = lock;
    }

    /** Waits for a place. */
    static EngineTurn await() {
        AtomicReference<@Nullable EngineTurn> turn = new AtomicReference<>();
        Waiting.until(
                "another lab's end of its use of containers",
                LIMIT,
                () -> {
                    for (int place = 0; place < PLACES && turn.get() == null; place++) {
                        turn.set(take(place));
                    }
                    return turn.get() != null;
                },
                () -> "all " + PLACES + " places are taken");
        return turn.get();
    }

    /** Where the engine of this place keeps its data, so that the image is made once. */
    Path data() {
        return LabRun.HOME.resolve("docker-" + place);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new LabException("cannot release the container engine", e);
        }
    }

    private static @Nullable EngineTurn take(int place) {
        try {
            Files.createDirectories(LabRun.HOME);
            FileChannel channel = FileChannel.open(
                    LabRun.HOME.resolve("engine-" + place + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return new EngineTurn(place, channel);
            }
            channel.close();
            return null;
        } catch (OverlappingFileLockException e) {
            throw new LabException("this JVM has a ContainerLab open already: start a second node in that one", e);
        } catch (IOException e) {
            throw new LabException("cannot lock the container engine", e);
        }
    }
}
