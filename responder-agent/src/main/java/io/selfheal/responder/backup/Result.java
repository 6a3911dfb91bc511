package io.selfheal.responder.backup;

import java.nio.file.Path;
import java.util.List;

/** How a run of a job ended. */
public sealed interface Result {
    /**
     * The archive is complete, on disk and read back.
     *
     * @param notes what was left out and why
     * @param deleted older archives that were let go
     */
    record Done(String job, Path archive, long bytes, int entries, List<String> notes, List<String> deleted)
            implements Result {
        public Done {
            notes = List.copyOf(notes);
            deleted = List.copyOf(deleted);
        }
    }

    /**
     * A guest's archive or snapshot is there.
     *
     * @param volume what Proxmox calls it
     * @param bytes its size; 0 of a snapshot
     * @param notes what was left undone
     * @param deleted older ones that were let go
     */
    record Stored(String job, String volume, long bytes, List<String> notes, List<String> deleted) implements Result {
        public Stored {
            notes = List.copyOf(notes);
            deleted = List.copyOf(deleted);
        }
    }

    /** Nothing new is kept, nothing old was deleted. */
    record Failed(String job, String why) implements Result {}
}
