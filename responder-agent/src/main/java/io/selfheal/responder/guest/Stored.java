package io.selfheal.responder.guest;

import java.time.Instant;
import java.util.Map;

/**
 * An archive or a snapshot of a guest that carries the mark of a job.
 *
 * @param id the volume, {@code STORAGE:backup/NAME}, or the snapshot's name
 * @param created when it was begun
 * @param bytes its size; 0 of a snapshot
 * @param isProtected whether somebody said that it is to stay
 * @param sound whether it could be restored, as far as Proxmox knows
 */
record Stored(String id, Instant created, long bytes, boolean isProtected, boolean sound) {
    /** One volume of {@code …/storage/STORAGE/content}. */
    static Stored volume(Map<String, Object> volume) {
        long bytes = Look.number(volume, "size");
        boolean failed =
                volume.get("verification") instanceof Map<?, ?> verified && "failed".equals(verified.get("state"));
        return new Stored(
                String.valueOf(volume.get("volid")),
                Instant.ofEpochSecond(Look.number(volume, "ctime")),
                bytes,
                Look.isSet(volume.get("protected")),
                bytes > 0 && !failed);
    }

    /** One snapshot of {@code …/snapshot}. */
    static Stored snapshot(Map<String, Object> snapshot) {
        return new Stored(
                String.valueOf(snapshot.get("name")),
                Instant.ofEpochSecond(Look.number(snapshot, "snaptime")),
                0,
                false,
                true);
    }
}
