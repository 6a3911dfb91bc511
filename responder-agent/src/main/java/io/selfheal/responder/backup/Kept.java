package io.selfheal.responder.backup;

import io.selfheal.responder.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An archive that stands in a destination, as the small file beside it says ({@code NAME.json}): it is written after
 * the archive is complete and synchronised, so an archive without one never counts.
 *
 * @param archive the file
 * @param job which backup it is of
 * @param created when it was begun
 * @param bytes its size
 * @param sha256 its hash
 * @param entries how many things it holds
 * @param encrypted whether it is encrypted with age
 * @param notes how many things were left out or changed meanwhile
 */
record Kept(
        Path archive,
        String job,
        Instant created,
        long bytes,
        String sha256,
        int entries,
        boolean encrypted,
        int notes) {

    static Path sidecar(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ".json");
    }

    String name() {
        return String.valueOf(archive.getFileName());
    }

    String toJson() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("job", job);
        map.put("created", created.toString());
        map.put("bytes", bytes);
        map.put("sha256", sha256);
        map.put("entries", entries);
        map.put("encrypted", encrypted);
        map.put("notes", notes);
        return Json.write(map);
    }

    /** Empty if the file beside the archive is missing or none of ours. */
    static Optional<Kept> read(Path archive) {
        try {
            Map<String, Object> map = Json.readObject(Files.readString(sidecar(archive)));
            if (map.get("job") instanceof String job
                    && map.get("created") instanceof String created
                    && map.get("bytes") instanceof Long bytes
                    && map.get("sha256") instanceof String sha256
                    && map.get("entries") instanceof Long entries
                    && map.get("encrypted") instanceof Boolean encrypted
                    && map.get("notes") instanceof Long notes) {
                return Optional.of(new Kept(
                        archive,
                        job,
                        Instant.parse(created),
                        bytes,
                        sha256,
                        entries.intValue(),
                        encrypted,
                        notes.intValue()));
            }
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Whether the file still is what was written; reads all of it. */
    boolean isIntact() throws IOException {
        return Files.size(archive) == bytes && Digests.of(archive).equals(sha256);
    }
}
