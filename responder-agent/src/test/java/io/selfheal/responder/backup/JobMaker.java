package io.selfheal.responder.backup;

import io.selfheal.agent.unpack.Compression;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The job {@code site}, with what a test says otherwise. */
final class JobMaker {
    private Path path;
    private final Path destination;
    private List<String> exclude = List.of();
    private List<DatabaseDump> dumps = List.of();
    private int keep = 7;
    private long spare;
    private Compression compression = Compression.GZIP;
    private Optional<String> recipient = Optional.empty();

    JobMaker(Path path, Path destination) {
        this.path = path;
        this.destination = destination;
    }

    JobMaker path(Path value) {
        path = value;
        return this;
    }

    JobMaker exclude(String... globs) {
        exclude = List.of(globs);
        return this;
    }

    JobMaker dump(DatabaseDump dump) {
        dumps = List.of(dump);
        return this;
    }

    JobMaker keep(int count) {
        keep = count;
        return this;
    }

    JobMaker spare(long bytes) {
        spare = bytes;
        return this;
    }

    JobMaker recipient(String value) {
        recipient = Optional.of(value);
        return this;
    }

    JobMaker compression(Compression value) {
        compression = value;
        return this;
    }

    Job build() {
        return new Job(
                "site",
                List.of(path),
                exclude,
                dumps,
                destination,
                new Retention(keep, Duration.ofDays(30)),
                recipient,
                compression,
                6,
                spare,
                Duration.ofDays(30));
    }
}
