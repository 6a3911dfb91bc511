package io.selfheal.responder.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing in an archive, as its manifest has it.
 *
 * @param path absolute, without its leading slash, as {@link PathText}
 * @param kind what it is
 * @param size bytes of a file; 0 otherwise
 * @param mode the permission bits, 0 to 07777
 * @param uid the owner's number
 * @param gid the group's number
 * @param modified its time of modification, to the second
 * @param content a file's SHA-256 in hexadecimal, a link's target as {@link PathText}; empty for a directory
 * @param attributes of {@link Attributes}, values in Base64 by name
 */
record Entry(
        String path,
        Kind kind,
        long size,
        int mode,
        long uid,
        long gid,
        Instant modified,
        String content,
        Map<String, String> attributes) {
    /** What is archived. Sockets, pipes and devices are not. */
    enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK
    }

    Entry {
        if (path.isEmpty()
                || path.startsWith("/")
                || path.indexOf('\0') >= 0
                || path.lines().count() > 1) {
            throw new IllegalArgumentException("an entry's path is relative to the root and on one line");
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new IllegalArgumentException("an entry's path has no empty part, no . and no ..");
            }
        }
        PathText.path(path);
        if (kind == Kind.SYMLINK) {
            PathText.path(content);
        }
        if (size < 0 || mode < 0 || mode > 07777) {
            throw new IllegalArgumentException("size and mode of an entry are out of range");
        }
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            if (!Attributes.isKept(attribute.getKey())) {
                throw new IllegalArgumentException("an entry has no attribute " + attribute.getKey());
            }
            Attributes.value(attribute.getValue());
        }
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /** One without attributes. */
    Entry(String path, Kind kind, long size, int mode, long uid, long gid, Instant modified, String content) {
        this(path, kind, size, mode, uid, gid, modified, content, Map.of());
    }

    /** Relative to the root. */
    Path place() {
        return PathText.path(path);
    }

    Entry withContent(String sha256) {
        return new Entry(path, kind, size, mode, uid, gid, modified, sha256, attributes);
    }

    Entry withAttributes(Map<String, String> found) {
        return new Entry(path, kind, size, mode, uid, gid, modified, content, found);
    }

    /** The same at another place. */
    Entry at(String other) {
        return new Entry(other, kind, size, mode, uid, gid, modified, content, attributes);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("path", path);
        map.put("kind", kind.name());
        map.put("size", size);
        map.put("mode", mode);
        map.put("uid", uid);
        map.put("gid", gid);
        map.put("modified", modified.getEpochSecond());
        map.put("content", content);
        if (!attributes.isEmpty()) {
            map.put("attributes", attributes);
        }
        return map;
    }

    /** @throws IllegalArgumentException if the map is no entry */
    static Entry of(Map<String, Object> map) {
        return new Entry(
                text(map, "path"),
                Kind.valueOf(text(map, "kind")),
                number(map, "size"),
                Math.toIntExact(number(map, "mode")),
                number(map, "uid"),
                number(map, "gid"),
                Instant.ofEpochSecond(number(map, "modified")),
                text(map, "content"),
                attributes(map));
    }

    private static Map<String, String> attributes(Map<String, Object> map) {
        Map<String, String> attributes = new TreeMap<>();
        if (map.get("attributes") instanceof Map<?, ?> named) {
            named.forEach((name, value) -> attributes.put(String.valueOf(name), String.valueOf(value)));
        }
        return attributes;
    }

    private static String text(Map<String, Object> map, String name) {
        if (map.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("an entry has no " + name);
    }

    private static long number(Map<String, Object> map, String name) {
        if (map.get(name) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("an entry has no " + name);
    }
}
