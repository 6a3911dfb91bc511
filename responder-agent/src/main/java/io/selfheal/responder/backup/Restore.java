package io.selfheal.responder.backup;

import io.selfheal.agent.unpack.Compression;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Puts back what an archive holds. First all of it is read and held against its manifest; then what stands there and
 * would change is archived; only then is anything written, each file beside itself and renamed.
 */
public final class Restore {
    private static final int LEVEL = 6;
    private static final Path ROOT = Path.of("/");

    private final Path archive;
    private final Optional<String> identity;
    private final Path root;
    private final Predicate<Path> wanted;
    private long spare = Long.MIN_VALUE;

    /** What a restore does, or would do, with one path. */
    public enum Effect {
        NEW,
        CHANGED,
        SAME
    }

    /**
     * One path and what becomes of it.
     *
     * @param path absolute, below the root
     */
    public record Change(Path path, Effect effect) {
        /** The path on one line; as {@code %/…} with its bytes percent-encoded if it is no text. */
        public String text() {
            return PathText.of(path);
        }
    }

    /**
     * What was done.
     *
     * @param written paths that are new or changed
     * @param before the archive of what was there before; empty if nothing was overwritten
     */
    public record Done(List<Change> written, Optional<Path> before) {
        public Done {
            written = List.copyOf(written);
        }
    }

    /**
     * A restore of one archive.
     *
     * @param identity the age identity; empty for an archive that is not encrypted
     * @param root below which paths are put: {@code /}, or another directory
     * @param only paths that are put back, with all below them; empty: all
     */
    public Restore(Path archive, Optional<String> identity, Path root, List<Path> only) {
        this.archive = archive;
        this.identity = identity;
        this.root = root.toAbsolutePath().normalize();
        boolean inPlace = this.root.equals(ROOT);
        List<Path> wholes = only.stream().map(ROOT::resolve).toList();
        this.wanted = place -> (wholes.isEmpty() || wholes.stream().anyMatch(ROOT.resolve(place)::startsWith))
                && !(inPlace && place.startsWith(Backups.DUMPS));
    }

    /** Writes nothing where less than this would stay free afterwards. */
    Restore leaving(long bytes) {
        spare = bytes;
        return this;
    }

    /**
     * What would be done; writes nothing.
     *
     * @throws IOException if the archive is damaged, or a path leads through a symbolic link
     */
    public List<Change> preview() throws IOException {
        return changes(checked());
    }

    private List<Change> changes(Manifest manifest) throws IOException {
        List<Change> changes = new ArrayList<>();
        for (Entry entry : manifest.entries()) {
            if (wanted.test(entry.place())) {
                Path target = root.resolve(entry.place());
                Placement.check(root, target);
                changes.add(new Change(target, effect(entry, target)));
            }
        }
        return changes;
    }

    /**
     * Puts everything back.
     *
     * @param before where the archive of what was there before goes
     */
    public Done apply(Path before, String host, InstantSource clock) throws IOException {
        Manifest manifest = checked();
        List<Change> changes = changes(manifest);
        checkRoom(manifest);
        Optional<Path> saved = save(changes, before, host, clock.instant());
        Placement placement = new Placement(root);
        try (InputStream in = open()) {
            ArchiveReader.read(in, (entry, content) -> {
                if (wanted.test(entry.place())) {
                    placement.put(entry, content);
                }
            });
        }
        placement.finish();
        return new Done(
                changes.stream()
                        .filter(change -> change.effect() != Effect.SAME)
                        .toList(),
                saved);
    }

    private void checkRoom(Manifest manifest) throws IOException {
        if (spare == Long.MIN_VALUE) {
            return;
        }
        long size = manifest.entries().stream()
                .filter(entry -> wanted.test(entry.place()))
                .mapToLong(Entry::size)
                .sum();
        long free = Files.getFileStore(root).getUsableSpace();
        if (free - size < spare) {
            throw new IOException((size >> 20) + " MiB would be restored, and only " + (free >> 20)
                    + " MiB are free at " + root + "; at least " + (spare >> 20) + " MiB must remain (spare)");
        }
    }

    private static Optional<Path> save(List<Change> changes, Path before, String host, Instant now) throws IOException {
        List<Path> overwritten = changes.stream()
                .filter(change -> change.effect() == Effect.CHANGED)
                .map(Change::path)
                .filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                .toList();
        if (overwritten.isEmpty()) {
            return Optional.empty();
        }
        Destination destination = Destination.open(before, 0);
        String name = "before-restore-" + now.toEpochMilli() + ".tar.gz";
        return Optional.of(destination.write(name, out -> {
            try (ArchiveWriter writer = new ArchiveWriter(out, Compression.GZIP, LEVEL)) {
                for (Path path : overwritten) {
                    Tree.visit(path, writer::add);
                }
                writer.finish("before-restore", host, now, List.of());
            }
        }));
    }

    /** The manifest of an archive that holds what its manifest says. */
    private Manifest checked() throws IOException {
        try (InputStream in = open()) {
            ArchiveReader.Checked checked = ArchiveReader.check(in);
            if (!checked.wrong().isEmpty()) {
                throw new IOException(
                        "the archive is damaged: " + checked.wrong().getFirst());
            }
            return checked.manifest();
        }
    }

    private InputStream open() throws IOException {
        InputStream file = new BufferedInputStream(Files.newInputStream(archive));
        boolean encrypted = archive.toString().endsWith(".age");
        if (encrypted && identity.isEmpty()) {
            file.close();
            throw new IOException("the archive is encrypted; its age identity is needed (--identity FILE)");
        }
        return encrypted ? Age.decrypting(file, identity.orElseThrow()) : file;
    }

    private static Effect effect(Entry entry, Path target) throws IOException {
        Entry now;
        try {
            now = Tree.look(target);
        } catch (NoSuchFileException e) {
            return Effect.NEW;
        }
        boolean same = now != null
                && now.kind() == entry.kind()
                && now.uid() == entry.uid()
                && now.gid() == entry.gid()
                && (entry.kind() == Entry.Kind.SYMLINK || now.mode() == entry.mode())
                && now.size() == entry.size()
                && (entry.kind() == Entry.Kind.FILE
                        ? Digests.of(target).equals(entry.content())
                        : now.content().equals(entry.content()));
        return same ? Effect.SAME : Effect.CHANGED;
    }
}
