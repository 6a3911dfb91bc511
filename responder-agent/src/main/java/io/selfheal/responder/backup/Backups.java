package io.selfheal.responder.backup;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes backups: dumps and trees → archive with manifest → read back → older ones let go. A run that fails leaves
 * everything as it was.
 */
public final class Backups {
    /** Where dumps stand in an archive; no path of a node begins like this. */
    static final String DUMPS = ".selfheal-dumps";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String host;
    private final InstantSource clock;

    public Backups(String host, InstantSource clock) {
        this.host = host;
        this.clock = clock;
    }

    /** Runs a job; never throws for what can go wrong with files, programs and disks. */
    public Result run(Job job) {
        try {
            Destination destination = Destination.open(job.destination(), job.spare());
            try (Destination.Scratch scratch = destination.scratch(job.name())) {
                return make(job, destination, scratch.path());
            }
        } catch (IOException e) {
            return new Result.Failed(job.name(), reason(e));
        } catch (RuntimeException e) {
            // A mistake of ours must not keep the other jobs from being done, nor this one's failure from being told.
            return new Result.Failed(job.name(), "it failed unexpectedly: " + e);
        }
    }

    private Result make(Job job, Destination destination, Path scratch) throws IOException {
        Instant now = clock.instant();
        String name = job.name() + "-" + STAMP.format(now) + ".tar"
                + job.compression().suffix()
                + (job.recipient().isPresent() ? ".age" : "");
        List<String> notes = new ArrayList<>();
        int[] entries = new int[1];
        List<Path> dumps = dump(job, scratch, destination);
        Path archive = destination.write(name, out -> {
            try (ArchiveWriter writer =
                    new ArchiveWriter(encrypted(out, job), job.compression(), job.level(), scratch)) {
                notes.addAll(fill(writer, job, dumps, now).notes());
                entries[0] = writer.entries();
            }
        });
        Kept kept = new Kept(
                archive,
                job.name(),
                now,
                Files.size(archive),
                Digests.of(archive),
                entries[0],
                job.recipient().isPresent(),
                notes.size());
        List<String> wrong = kept.encrypted() ? List.of() : verify(archive);
        if (!wrong.isEmpty()) {
            Files.deleteIfExists(archive);
            return new Result.Failed(job.name(), "the archive read back is not what was written: " + wrong.getFirst());
        }
        destination.confirm(kept);
        return new Result.Done(
                job.name(), archive, kept.bytes(), kept.entries(), notes, letGo(job, destination, kept, now));
    }

    private static List<Path> dump(Job job, Path scratch, Destination destination) throws IOException {
        List<Path> files = new ArrayList<>();
        for (DatabaseDump dump : job.dumps()) {
            Path file = scratch.resolve(dump.name());
            dump.writeTo(file, destination::sparing);
            files.add(file);
        }
        return files;
    }

    private Manifest fill(ArchiveWriter writer, Job job, List<Path> dumps, Instant now) throws IOException {
        for (Path dump : dumps) {
            Entry entry = Tree.look(dump);
            if (entry != null) {
                writer.add(dump, entry.at(DUMPS + "/" + dump.getFileName()));
            }
        }
        Tree tree = new Tree(
                job.paths(),
                job.exclude(),
                Set.of(job.destination().toAbsolutePath().normalize()),
                PersonalMounts.now());
        tree.walk(writer::add);
        return writer.finish(job.name(), host, now, tree.notes());
    }

    private static OutputStream encrypted(OutputStream out, Job job) throws IOException {
        return job.recipient().isPresent() ? Age.encrypting(out, job.recipient().get()) : out;
    }

    private static List<String> verify(Path archive) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
            return ArchiveReader.check(in).wrong();
        }
    }

    /** @param fresh the archive that was just read back, so that it need not be read again to be known as good */
    private static List<String> letGo(Job job, Destination destination, Kept fresh, Instant now) throws IOException {
        List<String> deleted = new ArrayList<>();
        for (Kept old : job.retention()
                .dispensable(destination.kept(job.name()), kept -> kept.equals(fresh) || isGood(kept), now)) {
            destination.delete(old);
            deleted.add(old.name());
        }
        return deleted;
    }

    /** Whether an archive is what was written once; damage on disk is found here. */
    static boolean isGood(Kept kept) {
        try {
            return kept.isIntact();
        } catch (IOException e) {
            return false;
        }
    }

    /** Restores the youngest archive below a directory of its own, and removes that again. */
    public Result tryRestore(Job job) {
        try {
            Optional<Archive> youngest = list(job, clock.instant()).stream().findFirst();
            if (youngest.isEmpty()) {
                return new Result.Failed(job.name(), "there is no archive that could be restored");
            }
            Destination destination = Destination.open(job.destination(), job.spare());
            try (Destination.Scratch trial = destination.scratch(job.name())) {
                return tryRestore(job, youngest.get(), trial.path());
            }
        } catch (IOException e) {
            return new Result.Failed(job.name(), "the trial restore failed: " + e.getMessage());
        }
    }

    private Result tryRestore(Job job, Archive archive, Path trial) throws IOException {
        int written = new Restore(archive.file(), Optional.empty(), trial, List.of())
                .leaving(job.spare())
                .apply(trial, host, clock, change -> {})
                .written();
        List<String> loaded = new ArrayList<>();
        for (DatabaseDump dump : job.dumps()) {
            dump.tryLoad(trial.resolve(DUMPS).resolve(dump.name()), job.name(), job.spare())
                    .ifPresent(loaded::add);
        }
        return new Result.Done(job.name(), archive.file(), archive.bytes(), written, loaded, List.of());
    }

    /** The archives of a job, youngest first; those that a wrong clock dated in the future come last. */
    public static List<Archive> list(Job job, Instant now) throws IOException {
        if (!Files.isDirectory(job.destination())) {
            return List.of();
        }
        return Destination.open(job.destination(), job.spare()).kept(job.name()).stream()
                .sorted(Retention.youngestFirst(Kept::created, now))
                .map(kept -> new Archive(
                        kept.archive(), kept.created(), kept.bytes(), kept.entries(), kept.encrypted(), kept.notes()))
                .toList();
    }

    /** When the youngest archive of a job was begun; by a clock that was right. */
    public static Optional<Instant> last(Job job, Instant now) throws IOException {
        return list(job, now).stream()
                .findFirst()
                .map(Archive::created)
                .filter(created -> !Retention.isOfTheFuture(created, now));
    }

    /** An archive for people to choose from. */
    public record Archive(Path file, Instant created, long bytes, int entries, boolean encrypted, int notes) {}

    static String reason(IOException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return switch (e) {
            case java.nio.file.NoSuchFileException missing -> missing.getFile() + " does not exist";
            case java.nio.file.AccessDeniedException denied -> denied.getFile() + " may not be read by this user";
            case java.nio.file.FileAlreadyExistsException exists -> exists.getFile() + " exists already";
            default -> message;
        };
    }
}
