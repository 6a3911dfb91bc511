package io.selfheal.responder.reconcile;

import io.selfheal.agent.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file in the state that says that this node acts, or did: the kernel may hold blocks that are its own. Whoever only
 * ever simulated, as a demonstration beside an agent that acts, has no business with what the kernel holds.
 */
public final class ActedMark {
    private static final Log LOG = Log.of(ActedMark.class);

    private final Path file;

    /** @param directory of the responder's state */
    public ActedMark(Path directory) {
        this.file = directory.resolve("acted");
    }

    boolean isSet() {
        return Files.exists(file);
    }

    /** From now on blocks may come into the kernel. */
    public void set() {
        try {
            if (!isSet()) {
                Files.createFile(file);
            }
        } catch (IOException e) {
            LOG.warn("it cannot be noted that this node acts", "cause", e);
        }
    }

    /** None is left. */
    void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("it cannot be noted that no block is left", "cause", e);
        }
    }
}
