package io.selfheal.plugin.host;

import io.selfheal.schemas.text.Excerpt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A plugin's jar, unpacked in memory: the bytes that were hashed are the bytes that are loaded, whatever happens to the
 * file afterwards.
 *
 * @param file the file's name
 * @param hash SHA-256 of its bytes
 * @param description what it says about itself
 * @param entries its classes and resources by name
 */
public record PluginJar(String file, String hash, PluginDescription description, Map<String, byte[]> entries) {
    /** Largest jar. */
    public static final int MAX_BYTES = 32 << 20;

    private static final int MAX_ENTRIES = 20_000;
    private static final int MAX_UNPACKED = 128 << 20;

    /** What would let a plugin stand in for SelfHeal's classes, or for the JDK's. */
    private static final String[] NOT_FOR_PLUGINS = {"io/selfheal/", "java/", "javax/", "jdk/", "sun/"};

    /**
     * Reads a jar without running it.
     *
     * @param file its name
     */
    public static PluginJar of(String file, byte[] bytes) throws PluginException {
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            int room = MAX_UNPACKED;
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.isDirectory()) {
                    continue;
                }
                byte[] content = in.readNBytes(room);
                room -= content.length;
                if (room == 0 || entries.size() == MAX_ENTRIES) {
                    throw new PluginException(file + " is too large unpacked; allowed: " + MAX_UNPACKED + " bytes and "
                            + MAX_ENTRIES + " entries");
                }
                add(file, entries, entry.getName(), content);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new PluginException(file + " is no jar: " + e.getMessage(), e);
        }
        byte[] description = entries.get(PluginDescription.FILE);
        if (description == null) {
            throw new PluginException(file + " is no plugin; allowed: a jar with " + PluginDescription.FILE);
        }
        return new PluginJar(
                file,
                AllowList.hashOf(bytes),
                PluginDescription.read(file, new String(description, StandardCharsets.UTF_8)),
                Map.copyOf(entries));
    }

    /**
     * What its code does that is worth knowing, as far as its constant pools say.
     *
     * @throws PluginException if it does what no plugin may
     */
    public Set<String> notes() throws PluginException {
        return CodeScan.scan(this);
    }

    private static void add(String file, Map<String, byte[]> entries, String name, byte[] content)
            throws PluginException {
        for (String prefix : NOT_FOR_PLUGINS) {
            if (name.startsWith(prefix) && name.endsWith(".class")) {
                throw new PluginException(file + " contains " + Excerpt.of(name, 120)
                        + "; allowed: packages of its own, not io.selfheal and not the JDK's");
            }
        }
        if (entries.put(name, content) != null) {
            throw new PluginException(file + " contains " + Excerpt.of(name, 120) + " twice; allowed: once");
        }
    }
}
