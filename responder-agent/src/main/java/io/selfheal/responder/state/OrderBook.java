package io.selfheal.responder.state;

import io.selfheal.agent.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which orders were taken or refused, so that each is taken at most once, also after a restart. At most
 * {@value #MAX} are remembered; one that was carried out and could still be replayed is never forgotten. When the memory was lost, orders
 * from before the loss are no longer taken.
 */
public final class OrderBook {
    private static final Log LOG = Log.of(OrderBook.class);
    private static final int MAX = 10_000;

    /** Longer than the topic keeps orders, so that reading it again says nothing twice. */
    private static final Duration REMEMBER = Duration.ofDays(8);

    /** Orders are refused anyway when the clocks of two hosts differ by more than half of this. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(10);

    private final CheckedFile file;
    private final Path path;
    private final InstantSource clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private Instant since;

    /** How far an order has come. */
    public enum Stage {
        /** It is through: done or refused. */
        CLOSED,
        /** It is being done. */
        OPEN,
        /** It waits for approval. */
        WAITING
    }

    /**
     * One order.
     *
     * @param place where it stood on the topic
     * @param kind its kind
     * @param matter what it is about
     * @param counts whether it counts against the bound of its kind
     * @param text the order itself while it waits for approval; empty otherwise
     * @param signature its signature as long as the text is kept; empty if it has none
     */
    public record Entry(
            String id,
            String place,
            String kind,
            String matter,
            Instant issued,
            Instant expires,
            Instant taken,
            boolean counts,
            Stage stage,
            String text,
            String signature) {
        public Entry at(Stage next) {
            boolean waits = next == Stage.WAITING;
            return new Entry(
                    id,
                    place,
                    kind,
                    matter,
                    issued,
                    expires,
                    taken,
                    counts,
                    next,
                    waits ? text : "",
                    waits ? signature : "");
        }
    }

    public OrderBook(Path directory, InstantSource clock) {
        this(directory, clock, clock.instant());
    }

    /** @param begun the moment from which on a book that is new is complete */
    public OrderBook(Path directory, InstantSource clock, Instant begun) {
        this.path = directory.resolve("orders-done.jsonl");
        this.file = new CheckedFile(path);
        this.clock = clock;
        this.since = load(begun);
    }

    /** The moment from which on this book is complete. */
    public synchronized Instant since() {
        Instant now = clock.instant();
        if (since.isAfter(now.plus(CLOCKS_APART))) {
            LOG.warn(
                    "this memory of orders was begun while the clock was wrong; it counts from now on", "since", since);
            since = now;
        }
        return since;
    }

    public synchronized Optional<Entry> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** When the newest order about the matter was issued. */
    public synchronized Optional<Instant> newest(String matter) {
        return entries.values().stream()
                .filter(entry -> !entry.matter().isEmpty() && entry.matter().equals(matter))
                .map(Entry::issued)
                .max(Comparator.naturalOrder());
    }

    /** How many of the kind counted since the moment. */
    public synchronized int counted(String kind, Instant after) {
        return (int) entries.values().stream()
                .filter(entry -> entry.counts()
                        && entry.kind().equals(kind)
                        && entry.taken().isAfter(after))
                .count();
    }

    public synchronized List<Entry> at(Stage stage) {
        return entries.values().stream().filter(entry -> entry.stage() == stage).toList();
    }

    /**
     * Notes the order, on disk before this returns.
     *
     * @return whether it is noted; an order that cannot be noted must not be carried out
     */
    public synchronized boolean note(Entry entry) {
        Instant now = clock.instant();
        forget(now);
        Entry before = entries.get(entry.id());
        if (before == null && entries.size() >= MAX && !makeRoom(now)) {
            LOG.error("too many orders are remembered; a new one is not taken", "id", entry.id());
            return false;
        }
        entries.put(entry.id(), entry);
        try {
            save();
            return true;
        } catch (IOException e) {
            LOG.error("an order cannot be noted, and is therefore not carried out", "id", entry.id(), "cause", e);
            if (before == null) {
                entries.remove(entry.id());
            } else {
                entries.put(before.id(), before);
            }
            return false;
        }
    }

    /** What was forgotten is not taken again either where the clock is set back: it was from before this book is complete. */
    private void forget(Instant now) {
        for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
            Entry old = all.next();
            if (old.stage() == Stage.CLOSED && !old.taken().plus(REMEMBER).isAfter(now)) {
                all.remove();
                isCompleteAfter(old);
            }
        }
    }

    /** Only what is refused for its age if it comes again, or was never carried out: a flood keeps nobody else out. */
    private boolean makeRoom(Instant now) {
        return entries.values().stream()
                .filter(old -> old.stage() == Stage.CLOSED
                        && (!old.counts()
                                || old.expires().plus(Duration.ofHours(1)).isBefore(now)))
                .min(Comparator.comparing(Entry::taken))
                .map(oldest -> {
                    // Not of one that was refused: whoever sends it chooses when it was issued.
                    if (oldest.counts()) {
                        isCompleteAfter(oldest);
                    }
                    return entries.remove(oldest.id()) != null;
                })
                .orElse(false);
    }

    private void isCompleteAfter(Entry forgotten) {
        since = forgotten.issued().isBefore(since) ? since : forgotten.issued().plusNanos(1);
    }

    private Instant load(Instant begun) {
        boolean first = !Files.exists(path);
        try {
            Instant complete = first ? begun : Instant.MIN;
            for (Map<String, Object> line : file.read()) {
                if (line.get("since") instanceof String text) {
                    complete = Instant.parse(text);
                } else {
                    Entry entry = entry(line);
                    entries.put(entry.id(), entry);
                }
            }
            return complete;
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            LOG.error("the memory of orders is damaged; orders from before now are no longer taken", "cause", e);
            entries.clear();
            try {
                file.setAside();
            } catch (IOException again) {
                LOG.error("the damaged memory of orders cannot be put aside", "cause", again);
            }
            return clock.instant();
        }
    }

    private void save() throws IOException {
        List<Map<String, Object>> lines = new ArrayList<>(entries.size() + 1);
        if (!since.equals(Instant.MIN)) {
            lines.add(Map.of("since", since));
        }
        entries.values().forEach(entry -> lines.add(line(entry)));
        file.write(lines);
    }

    private static Map<String, Object> line(Entry entry) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", entry.id());
        line.put("place", entry.place());
        line.put("kind", entry.kind());
        line.put("matter", entry.matter());
        line.put("issued", entry.issued());
        line.put("expires", entry.expires());
        line.put("taken", entry.taken());
        line.put("counts", entry.counts());
        line.put("stage", entry.stage());
        line.put("text", entry.text());
        line.put("signature", entry.signature());
        return line;
    }

    /** A line of the first version knew only its id and until when it was to be remembered. */
    private static Entry entry(Map<String, Object> line) {
        Instant legacy =
                line.get("until") instanceof String until ? Instant.parse(until).minus(REMEMBER) : Instant.MIN;
        return new Entry(
                text(line, "id"),
                text(line, "place"),
                text(line, "kind"),
                text(line, "matter"),
                instant(line, "issued", legacy),
                instant(line, "expires", legacy.equals(Instant.MIN) ? legacy : legacy.plus(REMEMBER)),
                instant(line, "taken", legacy),
                Boolean.TRUE.equals(line.get("counts")),
                line.get("stage") instanceof String stage ? Stage.valueOf(stage) : Stage.CLOSED,
                text(line, "text"),
                text(line, "signature"));
    }

    private static String text(Map<String, Object> line, String name) {
        @Nullable Object value = line.get(name);
        return Objects.toString(value, "");
    }

    private static Instant instant(Map<String, Object> line, String name, Instant otherwise) {
        return line.get(name) instanceof String text ? Instant.parse(text) : otherwise;
    }
}
