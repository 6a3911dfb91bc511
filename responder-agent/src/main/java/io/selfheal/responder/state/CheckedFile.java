package io.selfheal.responder.state;

import io.selfheal.responder.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of JSON lines that is there whole or not at all: written beside itself, synchronised, renamed; its last line
 * is the SHA-256 of the others. Only its owner may read it.
 */
final class CheckedFile {
    private static final String CHECKSUM = "sha256 ";
    private static final long MAX_BYTES = 256L << 20;

    private final Path file;

    CheckedFile(Path file) {
        this.file = file;
    }

    void write(Iterable<Map<String, Object>> lines) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(fresh, options, ownerOnly)) {
            OutputStream raw = Channels.newOutputStream(channel);
            DigestOutputStream digested = new DigestOutputStream(raw, sha256());
            Writer text = new BufferedWriter(new OutputStreamWriter(digested, StandardCharsets.UTF_8), 1 << 16);
            for (Map<String, Object> line : lines) {
                text.write(Json.write(line));
                text.write('\n');
            }
            text.flush();
            String sum = HexFormat.of().formatHex(digested.getMessageDigest().digest());
            raw.write((CHECKSUM + sum + "\n").getBytes(StandardCharsets.US_ASCII));
            channel.force(true);
        }
        giveToOwnerOfFolder(fresh);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * A command of root writes into the folder of the responder's own user, who has to read it. Links are not followed:
     * that user could have put one there.
     */
    private static void giveToOwnerOfFolder(Path fresh) throws IOException {
        UserPrincipal owner = Files.getOwner(fresh.toAbsolutePath().getParent());
        if (!owner.equals(Files.getOwner(fresh, LinkOption.NOFOLLOW_LINKS))) {
            Files.getFileAttributeView(fresh, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setOwner(owner);
        }
    }

    /**
     * The lines; none if there is no file.
     *
     * @throws IOException if the file is damaged; the message says how
     */
    List<Map<String, Object>> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
        }
        MessageDigest digest = sha256();
        List<Map<String, Object>> lines = new ArrayList<>();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(CHECKSUM)) {
                    String expected = HexFormat.of().formatHex(digest.digest());
                    if (!line.substring(CHECKSUM.length()).equals(expected) || reader.readLine() != null) {
                        throw new IOException(file + " is damaged: its checksum does not fit");
                    }
                    return lines;
                }
                digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
                lines.add(Json.readObject(line));
            }
        }
        throw new IOException(file + " is damaged: its checksum is missing");
    }

    /** Puts a damaged file aside, for people to look at. */
    void setAside() throws IOException {
        Files.move(file, file.resolveSibling(file.getFileName() + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
