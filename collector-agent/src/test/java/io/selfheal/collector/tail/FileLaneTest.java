package io.selfheal.collector.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileLaneTest {
    private static final Duration AT_MOST = Duration.ofMillis(50);

    @TempDir
    Path directory;

    private final CountDownLatch inHand = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    @Timeout(30)
    void nobodyWaitsForAReaderThatIsHeldUp() throws Exception {
        Path log = Files.writeString(directory.resolve("auth.log"), "one\n", UTF_8);
        FileLane lane = lane(log);
        lane.look(() -> {});
        lane.refresh(AT_MOST);
        FileTail.Left noted = lane.left();
        Thread reader = Thread.ofPlatform().start(() -> lane.pass(() -> {}));
        inHand.await();

        lane.refresh(AT_MOST);
        lane.close(AT_MOST);

        assertThat(lane.left()).isSameAs(noted);
        assertThat(lane.followed()).containsExactly(new FileLane.Followed(log, SourceState.READING, 4, 0, 0));
        assertThat(lane.isHanging()).as("it waits for who takes its lines").isFalse();
        released.countDown();
        reader.join();
        lane.refresh(AT_MOST);
        assertThat(lane.followed()).containsExactly(new FileLane.Followed(log, SourceState.READING, 0, 0, 0));
        lane.close(AT_MOST);
    }

    private FileLane lane(Path log) {
        FilePattern pattern = new FilePattern(log.toString(), false);
        LineSink slow = (file, bytes, from, to, start, end, cut) -> {
            inHand.countDown();
            return awaitRelease();
        };
        return new FileLane(
                TailBench.settings(List.of(pattern), 1024, 1 << 20, () -> Mounts.NONE),
                (itsPattern, path) -> slow,
                (mount, left) -> {},
                InstantSource.system(),
                new TailBench.Window(),
                FileTail.Left.NOTHING);
    }

    private boolean awaitRelease() {
        try {
            return released.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
