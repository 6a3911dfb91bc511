package io.selfheal.collector.tail;

import io.selfheal.host.file.PathBytes;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * Files that are read alike: an absolute path whose components may be globs. {@code *} never crosses a directory.
 *
 * @param glob for example {@code /var/log/nginx/*.log}
 * @param fromEnd whether files that stand there at the very first start are read from their end
 */
public record FilePattern(String glob, boolean fromEnd) {
    /** Of a pattern that matches more those are read that were written to last. */
    private static final int MAX_FILES = 5000;

    private static final Path ROOT = Path.of("/");

    public FilePattern {
        if (!glob.startsWith("/")) {
            throw new IllegalArgumentException("'" + glob + "' is not absolute");
        }
    }

    /**
     * Looks at each component.
     *
     * @throws IllegalArgumentException if one is no glob; its message continues "'text' …"
     */
    public static void check(String text) {
        for (String part : parts(text)) {
            try {
                if (hasGlob(part)) {
                    matcher(part);
                }
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "has no glob in '" + part + "': " + e.getDescription()
                                + "; allowed: *, ?, [abc], {a,b}, none of them across a /",
                        e);
            }
        }
    }

    private static PathMatcher matcher(String part) {
        return FileSystems.getDefault().getPathMatcher("glob:" + part);
    }

    boolean isPlain() {
        return !hasGlob(glob);
    }

    /** The path, of a pattern without globs. */
    Path plain() {
        return Path.of(glob).normalize();
    }

    /** Whether the path matches, whatever stands there. */
    boolean matches(Path path) {
        return isPlain() ? plain().equals(path) : matcher(glob).matches(path);
    }

    /**
     * Files that match.
     *
     * @param files the shorter names first: a log comes before what rotation made of it
     * @param leftOut why others that match are not among them
     */
    record Matches(List<Path> files, Set<LeftOut.Why> leftOut) {}

    /**
     * The files of the territory that match now. A path without globs stands for itself even if nothing is there; it is
     * waited for.
     */
    Matches expand(Territory territory) {
        List<Path> matches = List.of(ROOT);
        Set<LeftOut.Why> leftOut = EnumSet.noneOf(LeftOut.Why.class);
        if (isPlain()) {
            matches = List.of(plain());
        } else {
            for (String part : parts(glob)) {
                matches = step(matches, part, territory, leftOut);
            }
        }
        List<Path> logs = matches.stream()
                .filter(territory::holds)
                .filter(match -> !Siblings.isCompressed(match))
                .toList();
        if (logs.size() > MAX_FILES) {
            logs = youngest(logs);
            leftOut.add(LeftOut.Why.TOO_MANY);
        }
        List<Path> shortestFirst = logs.stream()
                .sorted(Comparator.comparingInt((Path match) -> match.toString().length())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        return new Matches(shortestFirst, leftOut);
    }

    private static List<Path> youngest(List<Path> logs) {
        Map<Path, Long> written = new HashMap<>();
        for (Path log : logs) {
            written.put(log, log.toFile().lastModified());
        }
        return written.entrySet().stream()
                .sorted(Map.Entry.<Path, Long>comparingByValue().reversed())
                .limit(MAX_FILES)
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Directories whose changes may make new files match.
     *
     * @param matches the files that match now
     */
    List<Path> directories(List<Path> matches, Territory territory) {
        List<Path> directories = new ArrayList<>();
        for (Path path : matches) {
            directories.add(path.getParent());
        }
        int firstGlob = 0;
        String[] parts = parts(glob);
        Path fixed = ROOT;
        while (firstGlob < parts.length - 1 && !hasGlob(parts[firstGlob])) {
            fixed = fixed.resolve(parts[firstGlob++]);
        }
        if (territory.holds(fixed)) {
            directories.add(fixed);
        }
        return directories;
    }

    private static String[] parts(String glob) {
        return glob.substring(1).split("/+", -1);
    }

    private static List<Path> step(List<Path> directories, String part, Territory territory, Set<LeftOut.Why> leftOut) {
        List<Path> next = new ArrayList<>();
        for (Path directory : directories) {
            if (!hasGlob(part)) {
                next.add(directory.resolve(part));
            } else if (next.size() < MAX_FILES && territory.mayPass(directory)) {
                list(directory, part, next, leftOut);
            }
        }
        return next;
    }

    /** Logs go by their names as text: in events, in the checkpoint, beside what rotation made of them. */
    private static void list(Path directory, String part, List<Path> into, Set<LeftOut.Why> leftOut) {
        PathMatcher matcher = matcher(part);
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(directory, entry -> matcher.matches(entry.getFileName()))) {
            for (Path entry : entries) {
                if (PathBytes.isText(entry)) {
                    into.add(entry);
                } else {
                    leftOut.add(LeftOut.Why.NO_TEXT);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Not there, or not ours to list: nothing matches yet, and the next look tries again.
            return;
        }
    }

    private static boolean hasGlob(String text) {
        return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }
}
