package io.selfheal.responder.guard;

import io.selfheal.host.file.FileStamp;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.policy.AllowEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The administrator's own list of networks that are never blocked (SAF-01): one address or network a line, the rest
 * of the line is its label, {@code #} begins a comment. Read again when it changed; a bad line is reported and does
 * not take the good ones with it.
 */
public final class AllowFile implements ProtectedSource {
    private static final long MAX_BYTES = 4L << 20;
    private static final int MAX_COMPLAINTS = 20;
    private static final int MAX_LABEL = 100;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private List<Protected> entries = List.of();
    private List<String> complaints = List.of();
    private @Nullable FileStamp read;

    public AllowFile(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "allow file " + file;
    }

    @Override
    public List<Protected> read() throws IOException {
        FileStamp stamp = stamp();
        if (stamp == null) {
            entries = List.of();
            complaints = List.of();
        } else if (!stamp.equals(read)) {
            if (stamp.size() > MAX_BYTES) {
                throw new IOException(stamp.size() + " bytes is too large; allowed: " + MAX_BYTES);
            }
            parse(text(Files.readAllBytes(file)));
        }
        read = stamp;
        return entries;
    }

    @Override
    public List<String> complaints() {
        return complaints;
    }

    private @Nullable FileStamp stamp() throws IOException {
        try {
            return FileStamp.of(file);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** A byte of another character set, in somebody's name, costs that sign and not the list; nor does a byte order mark. */
    private static String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private void parse(String text) {
        List<Protected> good = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            int comment = line.indexOf('#');
            String content = (comment < 0 ? line : line.substring(0, comment)).trim();
            if (content.isEmpty()) {
                continue;
            }
            String[] parts = content.split("\\s+", 2);
            try {
                Cidr network = Cidr.parse(parts[0]);
                String label = parts.length > 1 ? parts[1] : comment < 0 ? "" : line.substring(comment + 1);
                good.add(new Protected(network, "on the allow file's line " + number + named(label.trim())));
                if (AllowEntry.isTooWide(network)) {
                    bad.add(file + ": line " + number + ": " + network
                            + " is nearly everybody, and nobody of it is blocked");
                }
            } catch (IllegalArgumentException e) {
                bad.add(file + ": line " + number + ": " + e.getMessage());
            }
        }
        entries = List.copyOf(good);
        complaints = List.copyOf(bad.subList(0, Math.min(bad.size(), MAX_COMPLAINTS)));
    }

    private static String named(String label) {
        return label.isEmpty() ? "" : " (" + label.substring(0, Math.min(label.length(), MAX_LABEL)) + ")";
    }
}
