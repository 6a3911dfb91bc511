package io.selfheal.collector.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.collector.tail.Context;
import io.selfheal.collector.tail.FileId;
import io.selfheal.collector.tail.FileMark;
import io.selfheal.collector.tail.FileTail;
import io.selfheal.collector.tail.Fingerprint;
import io.selfheal.collector.tail.LogKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {
    @TempDir
    Path directory;

    @Test
    void readsBackWhatItSavedWhateverThePathsAreCalled() throws IOException {
        Checkpoint checkpoint = checkpoint(7, "/var/log/ä b\n%/a.log");
        new CheckpointFile(directory).save(checkpoint);
        assertThat(new CheckpointFile(directory).load()).isEqualTo(new CheckpointFile.Loaded.Restored(checkpoint));
    }

    @Test
    void isFreshWhenThereIsNone() throws IOException {
        assertThat(new CheckpointFile(directory.resolve("new")).load()).isEqualTo(new CheckpointFile.Loaded.Fresh());
    }

    @Test
    void fallsBackToTheOneBeforeWhenAnyByteOfTheNewestIsDamagedOrMissing() throws IOException {
        CheckpointFile file = new CheckpointFile(directory);
        file.save(checkpoint(1, "/a"));
        file.save(checkpoint(2, "/a"));
        Path newest = directory.resolve("checkpoint");
        byte[] good = Files.readAllBytes(newest);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(newest, bad);
            assertThat(file.load()).isEqualTo(new CheckpointFile.Loaded.RestoredPrevious(checkpoint(1, "/a")));
        }
        Files.write(newest, java.util.Arrays.copyOf(good, good.length / 2));
        assertThat(file.load()).isEqualTo(new CheckpointFile.Loaded.RestoredPrevious(checkpoint(1, "/a")));
        Files.delete(newest);
        assertThat(file.load()).isEqualTo(new CheckpointFile.Loaded.RestoredPrevious(checkpoint(1, "/a")));
    }

    @Test
    void saysSoWhenBothAreDamaged() throws IOException {
        Files.writeString(directory.resolve("checkpoint"), "nonsense");
        Files.writeString(directory.resolve("checkpoint.previous"), "");
        assertThat(new CheckpointFile(directory).load()).isEqualTo(new CheckpointFile.Loaded.Damaged());
    }

    private static Checkpoint checkpoint(long offset, String path) {
        FileMark mark = new FileMark(
                path,
                new FileId(65_024, 12),
                new LogKey(-1, 0x0123456789ABCDEFL),
                new Fingerprint(30, -5),
                2,
                offset,
                new Context(4, Long.MIN_VALUE),
                offset + 7);
        return new Checkpoint(
                new FileTail.Left(
                        Set.of("/var/log/*.log"),
                        List.of(mark),
                        List.of(mark),
                        Map.of(path, 1_795_301_601_072_444_662L)),
                Map.of("journal", "s=1;i=2;b=3 %41"));
    }
}
