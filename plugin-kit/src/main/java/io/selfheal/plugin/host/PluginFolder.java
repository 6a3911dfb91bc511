package io.selfheal.plugin.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder of plugins and the list of those that are allowed.
 *
 * @param folder where the jars lie
 * @param allowList the file with their hashes
 * @param owned who may own both
 */
public record PluginFolder(Path folder, Path allowList, RootOwned owned) {
    public static final String DEFAULT_FOLDER = "/usr/lib/selfheal/plugins";
    public static final String DEFAULT_ALLOW_LIST = "/etc/selfheal/plugins.allow";
    private static final int MAX_JARS = 64;

    /** The usual one: what only root can change. */
    public PluginFolder(Path folder, Path allowList) {
        this(folder, allowList, new RootOwned());
    }

    /**
     * A file of the folder.
     *
     * @param name the file's name
     * @param jar what it holds; null if it is refused
     * @param refused why; null if it is not
     * @param notes what its code does that is worth knowing
     */
    public record Found(
            String name, @Nullable PluginJar jar, @Nullable String refused, Set<String> notes) {}

    /** Looks at every jar of the folder without running any; an absent folder has none. */
    public List<Found> look() throws PluginException {
        List<Found> found = new ArrayList<>();
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return found;
        }
        Path real = owned.requireFolder(folder);
        TreeMap<String, Path> jars = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(real, "*.jar")) {
            for (Path file : files) {
                jars.put(file.getFileName().toString(), file);
                if (jars.size() > MAX_JARS) {
                    throw new PluginException(folder + " holds too many jars; allowed: " + MAX_JARS);
                }
            }
        } catch (IOException e) {
            throw new PluginException(folder + " cannot be read: " + e.getMessage(), e);
        }
        if (jars.isEmpty()) {
            return found;
        }
        AllowList allowed = Files.exists(allowList, LinkOption.NOFOLLOW_LINKS)
                ? AllowList.of(allowList.toString(), owned.read(allowList, AllowList.MAX_BYTES))
                : new AllowList(Map.of());
        jars.forEach((name, file) -> found.add(look(name, file, allowed)));
        return found;
    }

    private Found look(String name, Path file, AllowList allowed) {
        try {
            PluginJar jar = read(file);
            allowed.require(name, jar.hash());
            return new Found(name, jar, null, jar.notes());
        } catch (PluginException e) {
            return new Found(name, null, e.getMessage(), Set.of());
        }
    }

    /** Reads a jar as a plugin, allowed or not, without running it. */
    public PluginJar read(Path file) throws PluginException {
        Path name = file.getFileName();
        return PluginJar.of(name == null ? file.toString() : name.toString(), owned.read(file, PluginJar.MAX_BYTES));
    }
}
