package io.selfheal.collector.tail;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the last look at a path found, and since when it finds nothing. */
final class PathState {
    private SourceState current = SourceState.WAITING;
    private @Nullable Instant missingSince;

    /** A look at the path. */
    interface Look {
        SourceState find() throws IOException;
    }

    SourceState current() {
        return current;
    }

    /** Null while something stands there. */
    @Nullable
    Instant missingSince() {
        return missingSince;
    }

    void look(Look look, Instant now) {
        try {
            current = look.find();
        } catch (AccessDeniedException e) {
            current = SourceState.DENIED;
        } catch (IOException e) {
            current = SourceState.WAITING;
        }
        if (current != SourceState.MISSING) {
            missingSince = null;
        } else if (missingSince == null) {
            missingSince = now;
        }
    }

    /** Reading failed; the next look finds out more. */
    void failed() {
        current = SourceState.WAITING;
    }
}
