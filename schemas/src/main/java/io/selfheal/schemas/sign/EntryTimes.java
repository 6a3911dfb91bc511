package io.selfheal.schemas.sign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * When the newest entry under each name was said, over restarts: a file to which a line is appended for each newer one,
 * {@code INSTANT OFFSET NAME}; the last line of a name counts. The 100,000 names whose entries changed last are known.
 * For one thread.
 */
public final class EntryTimes {
    private static final int MOST_NAMES = 100_000;
    private static final int LONGEST_NAME = 300;

    /** A clock that was ahead when an entry was said keeps out what others say for this long. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final Path file;
    private final InstantSource clock;
    private final Consumer<IOException> trouble;
    private final Map<String, Known> newest = new LinkedHashMap<>();
    private boolean loaded;
    private int lines;

    /**
     * What is known of a name.
     *
     * @param offset where the newest entry stood in its partition
     */
    private record Known(Instant said, long offset) {}

    /**
     * What the file says, which is read when the first entry comes.
     *
     * @param file is made if it is not there; its folder too
     * @param trouble told when it cannot be read or written: what is known is known until the next start then
     */
    public EntryTimes(Path file, InstantSource clock, Consumer<IOException> trouble) {
        this.file = file;
        this.clock = clock;
        this.trouble = trouble;
    }

    /** Lines that cannot be read are left out, as a last one is that was being written. */
    private void load() {
        loaded = true;
        try {
            if (Files.exists(file)) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                text.lines().forEach(this::restore);
            } else {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            rewrite();
        } catch (IOException e) {
            trouble.accept(e);
        }
    }

    private void restore(String line) {
        String[] parts = line.split(" ", 3);
        try {
            if (parts.length == 3) {
                put(parts[2], new Known(Instant.parse(parts[0]), Long.parseLong(parts[1])));
            }
        } catch (DateTimeException | NumberFormatException e) {
            // cut off by the end of a process or the disk's
        }
    }

    /**
     * Takes an entry, which is the newest under its name from now on if it holds.
     *
     * @param said empty if it does not say when
     * @param offset where it stands in its partition; what stands before the newest was there before it, and is no news
     */
    EntryCheck take(String name, Optional<Instant> said, long offset) {
        if (!loaded) {
            load();
        }
        Known known = newest.get(name);
        if (known != null && (said.isEmpty() || said.get().isBefore(known.said()))) {
            return offset > known.offset() ? new EntryCheck.Refused(older(said, known)) : new EntryCheck.Replaced();
        }
        if (said.isPresent() && isStorable(name)) {
            Instant latest = clock.instant().plus(CLOCKS_DIFFER);
            Known now = new Known(said.get().isAfter(latest) ? latest : said.get(), offset);
            if (!now.equals(known)) {
                put(name, now);
                append(line(name, now));
            }
        }
        return new EntryCheck.Holds();
    }

    private static String older(Optional<Instant> said, Known known) {
        String when = said.map(at -> "it was said at " + at).orElse("it does not say when it was said");
        return when + ", and one stood before it that was said at " + known.said()
                + ": somebody shows an old one again, or his clock was behind who wrote it";
    }

    private static boolean isStorable(String name) {
        return name.length() <= LONGEST_NAME && name.chars().noneMatch(Character::isISOControl);
    }

    private void put(String name, Known known) {
        newest.remove(name);
        newest.put(name, known);
        if (newest.size() > MOST_NAMES) {
            newest.remove(newest.keySet().iterator().next());
        }
    }

    private void append(String line) {
        try {
            if (lines > 2 * MOST_NAMES) {
                rewrite();
            } else {
                Files.writeString(file, line, StandardOpenOption.APPEND);
                lines++;
            }
        } catch (IOException e) {
            trouble.accept(e);
        }
    }

    private void rewrite() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        List<String> all = newest.entrySet().stream()
                .map(e -> line(e.getKey(), e.getValue()))
                .toList();
        Files.writeString(fresh, String.join("", all));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        lines = all.size();
    }

    private static String line(String name, Known known) {
        return known.said() + " " + known.offset() + " " + name + "\n";
    }
}
