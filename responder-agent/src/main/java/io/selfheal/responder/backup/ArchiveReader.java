package io.selfheal.responder.backup;

import io.selfheal.agent.unpack.Compression;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive from its beginning to its end, and believes none of it: names are checked before anything is done
 * with them, and contents are held against the manifest. Memory grows by 16 bytes with each entry and not with what it
 * unpacks to, and its own format bounds that: to the 1,032-fold of its size under gzip, to the 32,768-fold under zstd.
 */
final class ArchiveReader {
    private static final int BUFFER = 64 * 1024;

    private ArchiveReader() {}

    /** Takes each entry; the content is a file's bytes, and may be left unread. */
    interface Visitor {
        void visit(Entry entry, InputStream content) throws IOException;
    }

    /**
     * Reads all entries; the manifest comes last, and its head is returned. Entries have a file's content empty.
     *
     * @throws IOException if the archive is damaged, has a name that leaves the root, or no manifest
     */
    static Manifest read(InputStream archive, Visitor visitor) throws IOException {
        return read(archive, visitor, entry -> {});
    }

    private static Manifest read(InputStream archive, Visitor visitor, Manifest.Entries manifestEntries)
            throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(Compression.unpacking(archive), BUFFER), StandardCharsets.UTF_8.name())) {
            Manifest manifest = null;
            for (TarArchiveEntry header = tar.getNextEntry(); header != null; header = tar.getNextEntry()) {
                if (header.getName().equals(Manifest.NAME)) {
                    manifest = Manifest.read(tar, manifestEntries);
                } else {
                    visitor.visit(entry(header), tar);
                }
            }
            if (manifest == null) {
                throw new IOException("the archive has no manifest: it is cut off, or not ours");
            }
            return manifest;
        } catch (java.io.EOFException e) {
            throw new IOException("the archive is cut off", e);
        } catch (IllegalArgumentException e) {
            throw new IOException("the archive holds what a backup never holds: " + e.getMessage(), e);
        }
    }

    /**
     * An archive that was read to its end.
     *
     * @param manifest what it says of itself
     * @param wrong what is not as the manifest says, one line each, at most ten; empty: all is well
     */
    record Checked(Manifest manifest, List<String> wrong) {
        Checked {
            wrong = List.copyOf(wrong);
        }
    }

    /**
     * Holds all that is in the archive against its manifest.
     *
     * @throws IOException if it cannot be read to its end
     */
    static Checked check(InputStream archive) throws IOException {
        return check(archive, entry -> {});
    }

    /** @param entries takes what the manifest has */
    static Checked check(InputStream archive, Manifest.Entries entries) throws IOException {
        Sums sums = new Sums();
        Manifest manifest = read(
                archive,
                (entry, content) -> sums.found(
                        entry.path(), entry.kind() == Entry.Kind.FILE ? Digests.of(content) : entry.content()),
                entry -> {
                    sums.compare(entry);
                    entries.take(entry);
                });
        return new Checked(manifest, sums.wrong());
    }

    private static Entry entry(TarArchiveEntry header) throws IOException {
        String name = header.getName();
        String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        Entry.Kind kind = kind(header);
        if (kind == null) {
            throw new IOException("'" + path + "' is of a kind that no backup holds");
        }
        return new Entry(
                path,
                kind,
                kind == Entry.Kind.FILE ? header.getSize() : 0,
                header.getMode() & 07777,
                header.getLongUserId(),
                header.getLongGroupId(),
                header.getLastModifiedTime().toInstant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                kind == Entry.Kind.SYMLINK ? header.getLinkName() : "",
                attributes(header));
    }

    private static Map<String, String> attributes(TarArchiveEntry header) {
        Map<String, String> attributes = new TreeMap<>();
        header.getExtraPaxHeaders().forEach((name, value) -> {
            String attribute = Attributes.ofPax(name);
            if (attribute != null) {
                attributes.put(attribute, value);
            }
        });
        return attributes;
    }

    private static Entry.@Nullable Kind kind(TarArchiveEntry header) {
        if (header.isDirectory()) {
            return Entry.Kind.DIRECTORY;
        }
        if (header.isSymbolicLink()) {
            return Entry.Kind.SYMLINK;
        }
        return header.isFile() && !header.isLink() ? Entry.Kind.FILE : null;
    }
}
