package io.selfheal.collector.checkpoint;

import io.selfheal.collector.tail.Context;
import io.selfheal.collector.tail.FileId;
import io.selfheal.collector.tail.FileMark;
import io.selfheal.collector.tail.FileTail;
import io.selfheal.collector.tail.Fingerprint;
import io.selfheal.collector.tail.LogKey;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as text a person can read: a first line with version and CRC-32C of the rest, then one line each for a
 * pattern, a file, a path and a journal cursor, fields separated by blanks and escaped as in URLs.
 */
final class CheckpointText {
    private static final String VERSION = "selfheal-checkpoint-1";

    private CheckpointText() {}

    static byte[] write(Checkpoint checkpoint) {
        StringBuilder body =
                new StringBuilder(256 + 256 * checkpoint.files().files().size());
        for (String pattern : new TreeSet<>(checkpoint.files().patterns())) {
            line(body, "pattern", pattern);
        }
        for (FileMark mark : checkpoint.files().files()) {
            file(body, "file", mark);
        }
        for (FileMark mark : checkpoint.files().done()) {
            file(body, "done", mark);
        }
        new TreeMap<>(checkpoint.files().newest()).forEach((path, nanos) -> line(body, "path", path, nanos));
        new TreeMap<>(checkpoint.cursors()).forEach((source, cursor) -> line(body, "journal", source, cursor));
        String text = body.toString();
        return (VERSION + ' ' + checksum(text) + '\n' + text).getBytes(StandardCharsets.US_ASCII);
    }

    /** The checkpoint; null if the bytes are damaged or of another version. */
    static @Nullable Checkpoint read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        int firstEnd = text.indexOf('\n');
        if (firstEnd < 0) {
            return null;
        }
        String body = text.substring(firstEnd + 1);
        if (!text.substring(0, firstEnd).equals(VERSION + ' ' + checksum(body))) {
            return null;
        }
        Set<String> patterns = new HashSet<>();
        List<FileMark> files = new ArrayList<>();
        List<FileMark> done = new ArrayList<>();
        Map<String, Long> newest = new LinkedHashMap<>();
        Map<String, String> cursors = new LinkedHashMap<>();
        try {
            for (String line : body.lines().toList()) {
                List<String> fields = List.of(line.split(" ", -1));
                switch (fields.getFirst()) {
                    case "pattern" -> patterns.add(unescape(fields.get(1)));
                    case "file" -> files.add(file(fields));
                    case "done" -> done.add(file(fields));
                    case "path" -> newest.put(unescape(fields.get(1)), Long.parseLong(fields.get(2)));
                    case "journal" -> cursors.put(unescape(fields.get(1)), unescape(fields.get(2)));
                    default -> throw new IllegalArgumentException("unknown kind of line");
                }
            }
            return new Checkpoint(new FileTail.Left(patterns, files, done, newest), cursors);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The checksum is right, so an agent of another version wrote it: treated like a damaged one.
            return null;
        }
    }

    private static void file(StringBuilder body, String kind, FileMark mark) {
        line(
                body,
                kind,
                mark.path(),
                mark.id().device(),
                mark.id().inode(),
                mark.key(),
                mark.fingerprint().length(),
                mark.fingerprint().hash(),
                mark.generation(),
                mark.offset(),
                mark.context().length(),
                mark.context().hash(),
                mark.size());
    }

    private static FileMark file(List<String> fields) {
        return new FileMark(
                unescape(fields.get(1)),
                new FileId(Long.parseLong(fields.get(2)), Long.parseLong(fields.get(3))),
                LogKey.parse(fields.get(4)),
                new Fingerprint(Integer.parseInt(fields.get(5)), Long.parseLong(fields.get(6))),
                Integer.parseInt(fields.get(7)),
                Long.parseLong(fields.get(8)),
                new Context(Integer.parseInt(fields.get(9)), Long.parseLong(fields.get(10))),
                // Not there yet in the first checkpoints.
                fields.size() > 11 ? Long.parseLong(fields.get(11)) : Long.parseLong(fields.get(8)));
    }

    private static void line(StringBuilder into, String kind, Object... fields) {
        into.append(kind);
        for (Object field : fields) {
            into.append(' ').append(URLEncoder.encode(field.toString(), StandardCharsets.UTF_8));
        }
        into.append('\n');
    }

    private static String unescape(String field) {
        return URLDecoder.decode(field, StandardCharsets.UTF_8);
    }

    private static long checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }
}
