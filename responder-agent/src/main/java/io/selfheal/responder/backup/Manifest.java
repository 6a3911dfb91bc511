package io.selfheal.responder.backup;

import io.selfheal.agent.unpack.Compression;
import io.selfheal.responder.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an archive says of itself; its last entry, {@value #NAME}, one JSON object a line: first this, then each entry in
 * the archive's order. There may be more entries than memory holds, so they are read and written one by one.
 *
 * @param job which backup it is of
 * @param host whose it is
 * @param created when it was begun
 * @param compression of the archive
 * @param hasAttributes whether entries say which attributes they have; older archives do not
 * @param notes what was left out and why
 */
record Manifest(
        String job, String host, Instant created, Compression compression, boolean hasAttributes, List<String> notes) {
    static final String NAME = ".selfheal-manifest";
    private static final int FORMAT = 1;
    /** Of an entry some 13 KiB, and 300 KiB of attributes: three signs for each byte of paths of 4,095 bytes, Base64. */
    private static final int LONGEST_LINE = 16 << 20;

    /** Takes the entries. */
    interface Entries {
        void take(Entry entry) throws IOException;
    }

    Manifest {
        notes = List.copyOf(notes);
    }

    /** The first line. */
    byte[] toBytes() {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("format", FORMAT);
        head.put("job", job);
        head.put("host", host);
        head.put("created", created.toString());
        head.put("compression", compression.name().toLowerCase(Locale.ROOT));
        head.put("attributes", hasAttributes);
        head.put("notes", notes);
        return line(head);
    }

    /** The line of one entry. */
    static byte[] toBytes(Entry entry) {
        return line(entry.toMap());
    }

    private static byte[] line(Map<String, Object> object) {
        return (Json.write(object) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IOException if it is none, or of another format */
    static Manifest read(InputStream in, Entries entries) throws IOException {
        InputStream lines = new BufferedInputStream(in);
        String first = line(lines);
        if (first == null) {
            throw new IOException("the manifest is empty");
        }
        Map<String, Object> head = Json.readObject(first);
        if (!Long.valueOf(FORMAT).equals(head.get("format"))) {
            throw new IOException("the manifest's format is " + head.get("format") + "; allowed: " + FORMAT);
        }
        try {
            for (String line = line(lines); line != null; line = line(lines)) {
                entries.take(Entry.of(Json.readObject(line)));
            }
            List<String> notes = new ArrayList<>();
            if (head.get("notes") instanceof List<?> list) {
                list.forEach(note -> notes.add(String.valueOf(note)));
            }
            return new Manifest(
                    String.valueOf(head.get("job")),
                    String.valueOf(head.get("host")),
                    Instant.parse(String.valueOf(head.get("created"))),
                    compression(head),
                    Boolean.TRUE.equals(head.get("attributes")),
                    notes);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw new IOException("the manifest is damaged: " + e.getMessage(), e);
        }
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (line.size() >= LONGEST_LINE) {
                throw new IOException("the manifest has a line of more than " + LONGEST_LINE + " bytes");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Older archives do not say it: they are under gzip. */
    private static Compression compression(Map<String, Object> head) {
        return head.get("compression") instanceof String name
                ? Compression.valueOf(name.toUpperCase(Locale.ROOT))
                : Compression.GZIP;
    }
}
