package io.selfheal.collector;

import io.selfheal.agent.log.Log;
import io.selfheal.collector.checkpoint.Checkpoint;
import io.selfheal.collector.checkpoint.CheckpointFile;
import java.io.IOException;
import java.util.function.Supplier;

/** Saves the checkpoint when it moved. One at a time, so that an older state never replaces a newer one. */
final class CheckpointKeeper {
    private static final Log LOG = Log.of(CheckpointKeeper.class);

    private final CheckpointFile file;
    private final Supplier<Checkpoint> current;
    private Checkpoint saved;
    private boolean failing;

    CheckpointKeeper(CheckpointFile file, Checkpoint saved, Supplier<Checkpoint> current) {
        this.file = file;
        this.saved = saved;
        this.current = current;
    }

    /**
     * Saves what is acknowledged by now. A full disk does not stop the collector: after a crash more is then sent twice,
     * under the same ids.
     */
    synchronized void save() {
        Checkpoint now = current.get();
        if (now.equals(saved)) {
            return;
        }
        try {
            file.save(now);
            saved = now;
            if (failing) {
                LOG.info("checkpoint is saved again");
            }
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.error("checkpoint cannot be saved", "cause", e);
            }
            failing = true;
        }
    }
}
