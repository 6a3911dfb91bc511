package io.selfheal.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A writer, rotations of every kind, a sender that is slow, fails and loses, and kill -9, each at random moments: every
 * complete line arrives, and under one id only. A log is either renamed away or copied and truncated; whoever does both
 * to one log between two looks leaves a history that cannot be told apart.
 *
 * <p>{@code -Dselfheal.noloss.seeds=5000} runs more, {@code -Dselfheal.noloss.first=1234} begins elsewhere; a failure
 * names its seed.
 */
class NoLossTest {
    private static final int SEEDS = Integer.getInteger("selfheal.noloss.seeds", 200);
    private static final int FIRST = Integer.getInteger("selfheal.noloss.first", 0);

    @TempDir
    Path directory;

    @Test
    void withRenamedFiles() {
        run(EnumSet.of(RotatingLog.Kind.RENAME));
    }

    @Test
    void withFilesThatAreCopiedAndTruncated() {
        run(EnumSet.of(RotatingLog.Kind.COPY_TRUNCATE));
    }

    @Test
    void withFilesThatAreDeletedOrCompressedAndMadeAnew() {
        run(EnumSet.of(RotatingLog.Kind.DELETE, RotatingLog.Kind.RENAME, RotatingLog.Kind.COMPRESS));
    }

    private void run(Set<RotatingLog.Kind> kinds) {
        List<String> failures = IntStream.range(FIRST, FIRST + SEEDS)
                .parallel()
                .mapToObj(seed -> failure(kinds, seed))
                .filter(failure -> !failure.isEmpty())
                .toList();
        assertThat(failures).as(failures.size() + " of " + SEEDS + " seeds").isEmpty();
    }

    /** Empty when all is well. */
    private String failure(Set<RotatingLog.Kind> kinds, int seed) {
        try {
            RotatingLog log = new RotatingLog(Files.createDirectory(directory.resolve("s" + seed)), seed, kinds);
            log.play();
            boolean well = log.lost().isEmpty()
                    && log.invented().isEmpty()
                    && log.doubled().isEmpty();
            return well
                    ? ""
                    : "seed %d of %s: lost %s, invented %s, under two ids %s; what happened: %s"
                            .formatted(seed, kinds, log.lost(), log.invented(), log.doubled(), log.story());
        } catch (IOException e) {
            throw new UncheckedIOException("seed " + seed + " of " + kinds, e);
        }
    }
}
