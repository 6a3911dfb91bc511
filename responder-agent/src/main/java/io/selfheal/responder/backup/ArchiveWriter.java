package io.selfheal.responder.backup;

import io.selfheal.agent.unpack.Compression;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes a tar under gzip or zstd as it goes. The manifest is its last entry; its lines are gathered in a file meanwhile,
 * so that memory grows neither with the files nor with how many there are.
 */
final class ArchiveWriter implements Closeable {
    private static final int BUFFER = 64 * 1024;

    private final Compression compression;
    private final TarArchiveOutputStream tar;
    private final Path lines;
    private final OutputStream manifest;
    private final Notes notes = new Notes();
    private int entries;
    private final byte[] buffer = new byte[BUFFER];

    /**
     * @param level 1 to 9 of gzip, 1 to 19 of zstd
     * @param scratch a directory in which nobody else writes; the manifest's lines stay there
     */
    ArchiveWriter(OutputStream out, Compression compression, int level, Path scratch) throws IOException {
        this.compression = compression;
        lines = scratch.resolve("manifest");
        manifest = new BufferedOutputStream(Files.newOutputStream(lines, StandardOpenOption.CREATE_NEW), BUFFER);
        tar = new TarArchiveOutputStream(
                packing(new BufferedOutputStream(out, BUFFER), compression, level), StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    private static OutputStream packing(OutputStream out, Compression compression, int level) throws IOException {
        return compression == Compression.ZSTD
                ? new BufferedOutputStream(new ZstdPipe(ZstdPipe.PROGRAM, level, out), BUFFER)
                : compression.packing(out, level);
    }

    /**
     * Adds what stands at the path.
     *
     * @param path that nobody else can let lead elsewhere: held, or in a directory of our own
     * @param entry what it was when it was looked at
     */
    void add(Path path, Entry entry) throws IOException {
        switch (entry.kind()) {
            case DIRECTORY -> put(entry, header(entry, entry.path() + "/", TarConstants.LF_DIR));
            case SYMLINK -> {
                TarArchiveEntry header = header(entry, entry.path(), TarConstants.LF_SYMLINK);
                header.setLinkName(entry.content());
                put(entry, header);
            }
            case FILE -> file(path, entry);
        }
    }

    private void put(Entry entry, TarArchiveEntry header) throws IOException {
        tar.putArchiveEntry(header);
        tar.closeArchiveEntry();
        note(entry);
    }

    /**
     * A file that grows meanwhile is archived as far as it went when it was looked at; of one that shrinks, what is
     * missing is filled with zeros, and the manifest says so: a tar names the size before the bytes.
     */
    private void file(Path path, Entry entry) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            TarArchiveEntry header = header(entry, entry.path(), TarConstants.LF_NORMAL);
            header.setSize(entry.size());
            tar.putArchiveEntry(header);
            MessageDigest digest = Digests.sha256();
            long left = entry.size();
            boolean ended = false;
            while (left > 0) {
                int wanted = (int) Math.min(left, buffer.length);
                int read = ended ? -1 : in.read(buffer, 0, wanted);
                if (read < 0) {
                    ended = true;
                    java.util.Arrays.fill(buffer, 0, wanted, (byte) 0);
                    read = wanted;
                }
                digest.update(buffer, 0, read);
                tar.write(buffer, 0, read);
                left -= read;
            }
            if (ended) {
                notes.add("/" + entry.path() + " shrank while it was read; its end is zeros");
            }
            tar.closeArchiveEntry();
            note(entry.withContent(Digests.hex(digest)));
        }
    }

    private void note(Entry entry) throws IOException {
        manifest.write(Manifest.toBytes(entry));
        entries++;
    }

    /** How many were added. */
    int entries() {
        return entries;
    }

    private static TarArchiveEntry header(Entry entry, String name, byte type) {
        TarArchiveEntry header = new TarArchiveEntry(name, type);
        header.setMode(entry.mode());
        header.setUserId(entry.uid());
        header.setGroupId(entry.gid());
        header.setModTime(java.nio.file.attribute.FileTime.from(entry.modified()));
        entry.attributes().forEach((attribute, value) -> header.addPaxHeader(Attributes.toPax(attribute), value));
        return header;
    }

    /** Ends the archive with its manifest. */
    Manifest finish(String job, String host, Instant created, List<String> furtherNotes) throws IOException {
        List<String> all = new ArrayList<>(furtherNotes);
        all.addAll(notes.all());
        Manifest head = new Manifest(job, host, created, compression, true, all);
        byte[] bytes = head.toBytes();
        manifest.close();
        TarArchiveEntry header = new TarArchiveEntry(Manifest.NAME);
        header.setSize(bytes.length + Files.size(lines));
        header.setMode(0600);
        header.setModTime(java.nio.file.attribute.FileTime.from(created));
        tar.putArchiveEntry(header);
        tar.write(bytes);
        Files.copy(lines, tar);
        tar.closeArchiveEntry();
        tar.finish();
        return head;
    }

    @Override
    public void close() throws IOException {
        try (tar) {
            manifest.close();
        }
    }
}
