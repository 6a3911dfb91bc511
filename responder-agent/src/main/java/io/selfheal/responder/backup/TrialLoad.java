package io.selfheal.responder.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Loads a dump into a database of its own, counts its tables and drops it again (ACT-59): a dump that is complete may still
 * not load, since a role, an extension or a newer server is missing.
 */
final class TrialLoad {
    static final String PREFIX = "selfheal_trial_";

    private final DatabaseServer server;
    private final long spare;

    /** @param spare bytes that must stay free where the server keeps its files */
    TrialLoad(DatabaseServer server, long spare) {
        this.server = server;
        this.spare = spare;
    }

    /**
     * Leaves nothing behind, also of an earlier trial of the same that was killed.
     *
     * @param owner whose trial this is, of whom no other runs at the same time
     * @return how many tables came of it
     * @throws IOException if it does not load, saying why
     */
    long of(Path dump, String database, String owner) throws IOException {
        String mine = PREFIX + mark(owner + "/" + database) + "_";
        for (String left : server.beginningWith(mine)) {
            server.drop(left);
        }
        checkRoom(dump, database);
        String trial = mine + mark(UUID.randomUUID().toString());
        try {
            server.create(server.creation(trial, database));
            server.load(dump, database, trial, false);
            return server.tables(trial);
        } finally {
            server.drop(trial);
        }
    }

    /** Eight hexadecimal digits. */
    private static String mark(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
    }

    private void checkRoom(Path dump, String database) throws IOException {
        // Indexes are not in a dump, and compressed values are larger there: the greater of both.
        long needed = Math.max(2 * Files.size(dump), server.size(database));
        Path data = server.data().orElse(null);
        if (data == null) {
            return;
        }
        long free = Files.getFileStore(data).getUsableSpace();
        if (free - needed < spare) {
            throw new IOException("loading it takes about " + (needed >> 20) + " MiB, and only " + (free >> 20)
                    + " MiB are free at " + data + "; at least " + (spare >> 20) + " MiB must remain (spare)");
        }
    }
}
