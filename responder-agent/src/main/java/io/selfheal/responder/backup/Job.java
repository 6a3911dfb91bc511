package io.selfheal.responder.backup;

import io.selfheal.agent.unpack.Compression;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One backup that a node makes.
 *
 * @param name of its archives
 * @param paths what is archived
 * @param exclude globs of absolute paths that are left out
 * @param dumps databases
 * @param destination the directory of its archives
 * @param retention which of them are kept
 * @param recipient the age recipient ({@code age1…}) whose key alone opens the archives; empty: they are not encrypted
 * @param compression gzip or zstd
 * @param level 1 to 9 of gzip, 1 to 19 of zstd
 * @param spare free bytes that must remain on the destination's file system
 * @param testEvery how often the youngest archive is restored for trial
 */
public record Job(
        String name,
        List<Path> paths,
        List<String> exclude,
        List<DatabaseDump> dumps,
        Path destination,
        Retention retention,
        Optional<String> recipient,
        Compression compression,
        int level,
        long spare,
        Duration testEvery) {
    public Job {
        paths = List.copyOf(paths);
        exclude = List.copyOf(exclude);
        dumps = List.copyOf(dumps);
    }
}
