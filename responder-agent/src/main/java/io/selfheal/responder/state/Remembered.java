package io.selfheal.responder.state;

import io.selfheal.agent.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A file of what is good to remember and no harm to lose: one that is damaged or cannot be written is only logged. */
public final class Remembered {
    private static final Log LOG = Log.of(Remembered.class);

    private final CheckedFile file;

    public Remembered(Path file) {
        this.file = new CheckedFile(file);
    }

    /** What was written last; nothing if there is nothing that can be read. */
    public List<Map<String, Object>> read() {
        try {
            return file.read();
        } catch (IOException e) {
            LOG.warn("what was remembered is lost", "cause", e);
            return List.of();
        }
    }

    public void write(List<Map<String, Object>> lines) {
        try {
            file.write(lines);
        } catch (IOException e) {
            LOG.warn("nothing can be remembered", "cause", e);
        }
    }
}
