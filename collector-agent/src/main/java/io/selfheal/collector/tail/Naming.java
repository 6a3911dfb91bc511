package io.selfheal.collector.tail;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gives the files of one path their identities. */
final class Naming {
    private final String host;
    /** The last file of this path that got an identity: tells a second beginning of the same file from the first. */
    private @Nullable FileMark latest;

    private boolean fresh;

    Naming(String host) {
        this.host = host;
    }

    /** An earlier run named this file. */
    void seen(FileMark mark) {
        latest = mark;
    }

    /** Names the file if its first line is complete, or will not be any more; whether it did. */
    boolean name(TailedFile file, boolean finished, boolean isCurrent) throws IOException {
        Fingerprint print = finished ? Fingerprint.ofFinished(file.channel()) : Fingerprint.of(file.channel());
        if (print == null) {
            return false;
        }
        FileMark before = latest;
        boolean again = before != null
                && before.id().equals(file.id())
                && before.fingerprint().equals(print);
        int generation = again && before != null ? before.generation() + 1 : 0;
        file.identify(print, generation, LogKey.of(host, file.id(), print, generation));
        if (isCurrent) {
            latest = file.mark();
        }
        fresh = true;
        return true;
    }

    /** Whether a file was named since the last time: then the checkpoint must know it before its lines are given away. */
    boolean takeFresh() {
        boolean was = fresh;
        fresh = false;
        return was;
    }
}
