package io.selfheal.collector.tail;

import io.selfheal.collector.tail.Siblings.Sibling;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is unpacked of the compressed files of one log, until it is taken or let go of. Confined to one thread. */
final class Extractions {
    private final Unpacking unpacking;
    private final Pulse pulse;
    private final Map<What, Extraction> begun = new HashMap<>();

    /** A compressed file as it is now, and what is wanted of it. */
    private record What(FileId.Stat stat, long from, long most) {
        static What of(Sibling sibling, long from, long most) {
            return new What(sibling.stat(), from, most);
        }
    }

    Extractions(Unpacking unpacking, Pulse pulse) {
        this.unpacking = unpacking;
        this.pulse = pulse;
    }

    /** Whether no other log is being unpacked; none is then until this one is let go of. */
    boolean isTheirTurn() {
        return unpacking.isTurnOf(this);
    }

    /**
     * Goes on with it for a moment, unless it is whole already.
     *
     * @return null if it is not whole yet
     * @throws IOException if it cannot be unpacked at all
     */
    @Nullable
    Extraction ifWhole(Sibling sibling, long from, long most) throws IOException {
        Extraction extraction = begun(sibling, from, most);
        if (!extraction.isDone()) {
            extraction.goOn(unpacking.moment(), pulse);
        }
        return extraction.isDone() ? extraction : null;
    }

    /**
     * All of it, to look at: it is not the caller's to close.
     *
     * @throws IOException as {@link #ifWhole}
     */
    Extraction whole(Sibling sibling, long from, long most) throws IOException {
        Extraction extraction = begun(sibling, from, most);
        while (!extraction.isDone()) {
            extraction.goOn(unpacking.moment(), pulse);
        }
        return extraction;
    }

    /** All of it, the caller's own. */
    Extraction take(Sibling sibling, long from, long most) throws IOException {
        Extraction extraction = whole(sibling, from, most);
        begun.remove(What.of(sibling, from, most));
        return extraction;
    }

    private Extraction begun(Sibling sibling, long from, long most) throws IOException {
        What what = What.of(sibling, from, most);
        Extraction known = begun.get(what);
        if (known == null) {
            known = Extraction.of(sibling.path(), unpacking.scratch(), from, most);
            begun.put(what, known);
        }
        return known;
    }

    /** Lets go of what nobody took; it is another log's turn. */
    void letGo() {
        unpacking.isOver(this);
        begun.values().forEach(Extraction::close);
        begun.clear();
    }
}
