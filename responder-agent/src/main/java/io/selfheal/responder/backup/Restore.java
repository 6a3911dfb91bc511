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
import java.util.BitSet;
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
    private static final String BEFORE = "before-restore";

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

    /** Takes what a restore does, or would do, path by path: there may be more than memory holds. */
    public interface Told {
        void change(Change change);
    }

    /**
     * What a restore would do.
     *
     * @param changing how many paths are new or would change
     * @param same how many are as they were
     */
    public record Preview(int changing, int same) {}

    /**
     * What was done.
     *
     * @param written how many paths were new or changed
     * @param before the archive of what was there before; empty if nothing was overwritten
     * @param notes what could not be put as it was, and why, on one line each
     */
    public record Done(int written, Optional<Path> before, List<String> notes) {
        public Done {
            notes = List.copyOf(notes);
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
    public Preview preview(Told told) throws IOException {
        Survey survey = survey(check(), told);
        return new Preview(survey.changing(), survey.same);
    }

    /**
     * Puts everything back.
     *
     * @param before where the archive of what was there before goes
     * @param told of what is new or changed, once it is there
     */
    public Done apply(Path before, String host, InstantSource clock, Told told) throws IOException {
        Checked checked = check();
        checkRoom(checked.size());
        Survey survey = survey(checked, change -> {});
        Optional<Path> saved = survey.overwrites ? Optional.of(save(survey, before, host, clock)) : Optional.empty();
        Placement placement = new Placement(root, checked.hasAttributes());
        visit((at, entry, content) -> {
            placement.put(entry, content);
            Effect effect = survey.effect(at);
            if (effect != Effect.SAME) {
                told.change(new Change(root.resolve(entry.place()), effect));
            }
        });
        placement.finish();
        return new Done(survey.changing(), saved, placement.notes());
    }

    /** What becomes of each entry, by its place in the archive. */
    private static final class Survey {
        private final BitSet fresh = new BitSet();
        private final BitSet changed = new BitSet();
        private int same;
        private boolean overwrites;

        void note(int at, Effect effect, boolean isDirectory) {
            switch (effect) {
                case NEW -> fresh.set(at);
                case CHANGED -> changed.set(at);
                case SAME -> same++;
            }
            overwrites |= effect == Effect.CHANGED && !isDirectory;
        }

        int changing() {
            return fresh.cardinality() + changed.cardinality();
        }

        Effect effect(int at) {
            return fresh.get(at) ? Effect.NEW : changed.get(at) ? Effect.CHANGED : Effect.SAME;
        }
    }

    private Survey survey(Checked checked, Told told) throws IOException {
        Survey survey = new Survey();
        visit((at, entry, content) -> {
            Path target = root.resolve(entry.place());
            Placement.check(root, target);
            Effect effect = effect(entry, content, target, checked.hasAttributes());
            survey.note(at, effect, Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS));
            told.change(new Change(target, effect));
        });
        return survey;
    }

    /** Takes an entry that is wanted; {@code at} is its place in the archive. */
    private interface Visitor {
        void visit(int at, Entry entry, InputStream content) throws IOException;
    }

    private void visit(Visitor visitor) throws IOException {
        int[] at = new int[1];
        try (InputStream in = open()) {
            ArchiveReader.read(in, (entry, content) -> {
                if (wanted.test(entry.place())) {
                    visitor.visit(at[0], entry, content);
                }
                at[0]++;
            });
        }
    }

    private void checkRoom(long size) throws IOException {
        if (spare == Long.MIN_VALUE) {
            return;
        }
        long free = Files.getFileStore(root).getUsableSpace();
        if (free - size < spare) {
            throw new IOException((size >> 20) + " MiB would be restored, and only " + (free >> 20)
                    + " MiB are free at " + root + "; at least " + (spare >> 20) + " MiB must remain (spare)");
        }
    }

    private Path save(Survey survey, Path before, String host, InstantSource clock) throws IOException {
        Destination destination = Destination.open(before, 0);
        Instant now = clock.instant();
        try (Destination.Scratch scratch = destination.scratch(BEFORE)) {
            return destination.write(BEFORE + "-" + now.toEpochMilli() + ".tar.gz", out -> {
                try (ArchiveWriter writer = new ArchiveWriter(out, Compression.GZIP, LEVEL, scratch.path())) {
                    visit((at, entry, content) -> save(survey.effect(at), root.resolve(entry.place()), writer));
                    writer.finish(BEFORE, host, now, List.of());
                }
            });
        }
    }

    private static void save(Effect effect, Path target, ArchiveWriter writer) throws IOException {
        if (effect == Effect.CHANGED && !Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            Tree.visit(target, writer::add);
        }
    }

    /**
     * An archive that is as its manifest says.
     *
     * @param size the bytes of the files that are wanted
     * @param hasAttributes whether its entries say which attributes they have
     */
    private record Checked(long size, boolean hasAttributes) {}

    /** Holds the archive against its manifest. */
    private Checked check() throws IOException {
        try (InputStream in = open()) {
            long[] size = new long[1];
            ArchiveReader.Checked checked = ArchiveReader.check(in, entry -> {
                if (wanted.test(entry.place())) {
                    size[0] += entry.size();
                }
            });
            if (!checked.wrong().isEmpty()) {
                throw new IOException(
                        "the archive is damaged: " + checked.wrong().getFirst());
            }
            return new Checked(size[0], checked.manifest().hasAttributes());
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

    private static Effect effect(Entry entry, InputStream content, Path target, boolean hasAttributes)
            throws IOException {
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
                && (!hasAttributes || now.attributes().equals(entry.attributes()))
                && now.size() == entry.size()
                && (entry.kind() == Entry.Kind.FILE
                        ? Digests.of(target).equals(Digests.of(content))
                        : now.content().equals(entry.content()));
        return same ? Effect.SAME : Effect.CHANGED;
    }
}
