package io.selfheal.schemas.rules;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder that an administrator puts rule files into, and its subfolders one level down: {@code *.yaml} and
 * {@code *.yml}, hidden ones left out. Who can write there decides what is seen and blocked, so folder and files must
 * belong to root or to the user of this process and not be writable by everyone; symbolic links must end inside.
 *
 * <p>Bounded: at most {@value #MAX_FILES} files of {@value RuleText#MAX_BYTES} bytes and {@value #MAX_ALL} bytes
 * together.
 */
public final class RuleFolder {
    static final int MAX_FILES = 1000;
    static final int MAX_ALL = 16 << 20;
    /** How many entries of any kind are looked at: files that are no rules count too. */
    private static final int MAX_ENTRIES = 4000;

    private static final Integer ROOT = 0;
    private static final int WRITABLE_BY_EVERYONE = 0002;

    private final Path folder;

    public RuleFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * A file as it was seen; another content means another one of these.
     *
     * @param path where it stands in the folder
     * @param stamp size, times and identity
     */
    public record Seen(Path path, String stamp) {}

    /**
     * What is in the folder.
     *
     * @param usable false: the folder as a whole cannot be trusted or is too full; what was taken before stays
     * @param files in the order of their names
     * @param refusals what is there and may not be taken
     */
    public record Listing(boolean usable, List<Seen> files, List<RuleRefusal> refusals) {
        public Listing {
            files = List.copyOf(files);
            refusals = List.copyOf(refusals);
        }
    }

    public Path path() {
        return folder;
    }

    /** Looks; a folder that does not exist is empty. */
    public Listing list() {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return new Listing(true, List.of(), List.of());
        }
        Look look = new Look();
        try {
            look.into(requireTrusted(folder), folder, true);
        } catch (RuleRefusedException e) {
            return new Listing(false, List.of(), List.of(e.refusal()));
        }
        return new Listing(true, List.copyOf(look.files.values()), look.refusals);
    }

    /** The text of a file that was listed. */
    public String read(Seen file) throws RuleRefusedException {
        return RuleText.read(file.path());
    }

    /** One walk through the folder. */
    private final class Look {
        private final TreeMap<String, Seen> files = new TreeMap<>();
        private final List<RuleRefusal> refusals = new ArrayList<>();
        private int entries;
        private long bytes;

        void into(Path realRoot, Path directory, boolean deeper) throws RuleRefusedException {
            List<Path> children = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                for (Path child : stream) {
                    if (++entries > MAX_ENTRIES) {
                        throw tooMany();
                    }
                    children.add(child);
                }
            } catch (DirectoryIteratorException | IOException e) {
                throw refused(directory, "cannot be listed: " + e.getMessage());
            }
            children.sort(null);
            for (Path child : children) {
                if (child.getFileName().toString().startsWith(".")) {
                    continue;
                }
                try {
                    take(realRoot, child, deeper);
                } catch (RuleRefusedException e) {
                    refusals.add(e.refusal());
                }
                if (files.size() > MAX_FILES || bytes > MAX_ALL) {
                    throw tooMany();
                }
            }
        }

        private void take(Path realRoot, Path child, boolean deeper) throws RuleRefusedException {
            String name = child.getFileName().toString();
            boolean isRule = name.endsWith(".yaml") || name.endsWith(".yml");
            if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                if (deeper) {
                    requireTrusted(child);
                    into(realRoot, child, false);
                }
            } else if (isRule) {
                Path real = requireTrusted(child);
                if (!real.startsWith(realRoot)) {
                    throw refused(child, "is a link to " + real + "; allowed: links that end inside " + folder);
                }
                if (!Files.isRegularFile(real)) {
                    throw refused(child, "is no file; allowed: files and links to files");
                }
                Map<String, Object> seen = attributes(real, "unix:size,lastModifiedTime,ctime,ino,dev");
                bytes += (long) seen.get("size");
                files.put(folder.relativize(child).toString(), new Seen(child, new TreeMap<>(seen).toString()));
            }
        }

        private RuleRefusedException tooMany() {
            return refused(
                    folder,
                    "holds more than " + MAX_FILES + " rule files, " + MAX_ENTRIES + " entries or " + MAX_ALL
                            + " bytes; allowed: fewer. Nothing of it is taken");
        }
    }

    /** The path without links, if its owner and its mode are as they must be. */
    private Path requireTrusted(Path path) throws RuleRefusedException {
        try {
            Path real = path.toRealPath();
            Map<String, Object> attributes = attributes(real, "unix:uid,mode");
            Object uid = attributes.get("uid");
            Object own = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            if (!uid.equals(ROOT) && !uid.equals(own)) {
                throw refused(
                        path, "belongs to the user with id " + uid + "; allowed: root (0) and this process's " + own);
            }
            if (((int) attributes.get("mode") & WRITABLE_BY_EVERYONE) != 0) {
                throw refused(path, "can be written by everyone; allowed: by its owner and group (chmod o-w)");
            }
            return real;
        } catch (FileSystemLoopException e) {
            throw refused(path, "is a link that leads back to itself; allowed: links that end inside " + folder);
        } catch (IOException e) {
            throw refused(path, "cannot be followed: " + e.getMessage());
        }
    }

    private static Map<String, Object> attributes(Path real, String names) throws RuleRefusedException {
        try {
            return Files.readAttributes(real, names);
        } catch (IOException e) {
            throw refused(real, "cannot be looked at: " + e.getMessage());
        }
    }

    private static RuleRefusedException refused(Path path, String problem) {
        return new RuleRefusedException(path.toString(), path + ": " + problem);
    }
}
