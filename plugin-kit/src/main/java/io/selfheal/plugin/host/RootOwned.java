package io.selfheal.plugin.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Files that nobody but root can have written: neither they nor any folder above them belongs to somebody else or may
 * be written by others. Who owns a folder can put another file under the same name at any time.
 */
public final class RootOwned {
    private static final int GROUP_OR_OTHERS_WRITE = 0022;
    private static final int STICKY = 01000;

    private final Set<Integer> owners;

    /** Root's files, and nobody else's. */
    public RootOwned() {
        this(Set.of(0));
    }

    /** For a process that is not root and has a folder of its own: its user beside root. */
    RootOwned(Collection<Integer> owners) {
        this.owners = Set.copyOf(owners);
    }

    /** @throws PluginException if it is no folder that only root can change */
    public Path requireFolder(Path folder) throws PluginException {
        Path real = real(folder);
        requireOwned(real);
        requireType(real, Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS), "folder");
        requireParents(real);
        return real;
    }

    /**
     * Reads a file that only root can change; what was read is what was looked at, since a link is not followed and
     * nobody else can exchange the file in between.
     *
     * @throws PluginException if it is another one, or larger
     */
    public byte[] read(Path file, int most) throws PluginException {
        Path parent = file.toAbsolutePath().normalize().getParent();
        if (parent == null) {
            throw new PluginException(file + " is no file");
        }
        requireFolder(parent);
        requireOwned(file);
        requireType(file, Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS), "regular file, and no link");
        try (InputStream in = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new PluginException(file + " is too large; allowed: " + most + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new PluginException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireType(Path file, boolean is, String allowed) throws PluginException {
        if (!is) {
            throw new PluginException(file + " is of another type; allowed: a " + allowed);
        }
    }

    private void requireParents(Path real) throws PluginException {
        for (Path above = real.getParent(); above != null; above = above.getParent()) {
            Map<String, Object> found = attributes(above);
            int mode = (Integer) found.get("mode");
            boolean sticky = (mode & STICKY) != 0;
            if (!owners.contains((Integer) found.get("uid")) || ((mode & GROUP_OR_OTHERS_WRITE) != 0 && !sticky)) {
                throw new PluginException(real + " lies in " + above + ", which others than root can change ("
                        + shown(found) + "); allowed: owner root, mode 755 or less");
            }
        }
    }

    private void requireOwned(Path file) throws PluginException {
        Map<String, Object> found = attributes(file);
        int mode = (Integer) found.get("mode");
        boolean link = Files.isSymbolicLink(file);
        if (!owners.contains((Integer) found.get("uid")) || (!link && (mode & GROUP_OR_OTHERS_WRITE) != 0)) {
            throw new PluginException(file + " can be changed by others than root (" + shown(found)
                    + "); allowed: owner root, not writable for group or others");
        }
    }

    private static String shown(Map<String, Object> found) {
        return "owner " + found.get("uid") + ", mode " + Integer.toOctalString((Integer) found.get("mode") & 07777);
    }

    private static Path real(Path path) throws PluginException {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new PluginException(path + " cannot be read: it is not there, or not for us", e);
        }
    }

    private static Map<String, Object> attributes(Path path) throws PluginException {
        try {
            return Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new PluginException(path + " cannot be read: it is not there, or not for us", e);
        }
    }
}
