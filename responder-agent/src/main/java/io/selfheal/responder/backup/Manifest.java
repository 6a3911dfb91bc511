package io.selfheal.responder.backup;

import io.selfheal.agent.unpack.Compression;
import io.selfheal.responder.json.Json;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an archive holds; its last entry, {@value #NAME}, one JSON object a line: first the archive, then each entry in
 * the archive's order.
 *
 * @param job which backup it is of
 * @param host whose it is
 * @param created when it was begun
 * @param compression of the archive
 * @param notes what was left out and why
 * @param entries what is in it
 */
record Manifest(
        String job, String host, Instant created, Compression compression, List<String> notes, List<Entry> entries) {
    static final String NAME = ".selfheal-manifest";
    private static final int FORMAT = 1;
    /** A million entries of 200 bytes. */
    static final int MAX_BYTES = 200 << 20;

    Manifest {
        notes = List.copyOf(notes);
        entries = List.copyOf(entries);
    }

    byte[] toBytes() {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("format", FORMAT);
        head.put("job", job);
        head.put("host", host);
        head.put("created", created.toString());
        head.put("compression", compression.name().toLowerCase(Locale.ROOT));
        head.put("notes", notes);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((Json.write(head) + "\n").getBytes(StandardCharsets.UTF_8));
        for (Entry entry : entries) {
            bytes.writeBytes((Json.write(entry.toMap()) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** @throws IOException if it is none, of another format, or larger than 200 MiB */
    static Manifest read(InputStream in) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String first = lines.readLine();
        if (first == null) {
            throw new IOException("the manifest is empty");
        }
        Map<String, Object> head = Json.readObject(first);
        if (!Long.valueOf(FORMAT).equals(head.get("format"))) {
            throw new IOException("the manifest's format is " + head.get("format") + "; allowed: " + FORMAT);
        }
        List<Entry> entries = new ArrayList<>();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                entries.add(Entry.of(Json.readObject(line)));
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
                    notes,
                    entries);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw new IOException("the manifest is damaged: " + e.getMessage(), e);
        }
    }

    /** Older archives do not say it: they are under gzip. */
    private static Compression compression(Map<String, Object> head) {
        return head.get("compression") instanceof String name
                ? Compression.valueOf(name.toUpperCase(Locale.ROOT))
                : Compression.GZIP;
    }
}
