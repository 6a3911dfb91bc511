package io.selfheal.analyzer.geo;

import com.maxmind.db.ClosedDatabaseException;
import io.selfheal.host.file.FileStamp;
import io.selfheal.schemas.event.GeoPoint;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The databases that the user supplied, read anew when their files change. One that cannot be read leaves the one before
 * it in place. What the first file does not know, the next may: a city and an AS database complete each other.
 */
public final class GeoFiles implements Places, AutoCloseable {
    public static final int MAX_FILES = 4;

    /**
     * A file that was read or refused.
     *
     * @param line for people
     */
    public record News(boolean refused, String line) {}

    /** What holds now; taken as a whole. */
    private record Loaded(int version, List<GeoDatabase> databases) {}

    private static final class Slot {
        private final Path file;
        private @Nullable GeoDatabase database;
        private @Nullable FileStamp seen;
        private @Nullable FileStamp tried;
        private @Nullable String problem;

        Slot(Path file) {
            this.file = file;
        }
    }

    private final List<Slot> slots;
    private volatile Loaded loaded = new Loaded(0, List.of());

    /** Reads the files; those that cannot be read are named by {@link #problems()}. */
    public GeoFiles(List<Path> files) {
        if (files.size() > MAX_FILES) {
            throw new IllegalArgumentException(files.size() + " geo databases; allowed: at most " + MAX_FILES);
        }
        slots = files.stream().map(Slot::new).toList();
        check(true);
    }

    /**
     * Looks whether files have changed and reads those that have and lie still since the last look.
     *
     * @return what came of each file that was read or refused
     */
    public List<News> check() {
        return check(false);
    }

    private synchronized List<News> check(boolean first) {
        List<News> news = new ArrayList<>();
        List<GeoDatabase> over = new ArrayList<>();
        for (Slot slot : slots) {
            FileStamp now = stamp(slot.file);
            boolean isStill = first || Objects.equals(now, slot.seen);
            slot.seen = now;
            if (isStill && (first || !Objects.equals(now, slot.tried))) {
                slot.tried = now;
                news.add(read(slot, over));
            }
        }
        if (!news.isEmpty()) {
            List<GeoDatabase> open = slots.stream()
                    .map(slot -> slot.database)
                    .filter(Objects::nonNull)
                    .toList();
            loaded = new Loaded(open.isEmpty() ? 0 : Math.max(1, loaded.version + 1), open);
            over.forEach(GeoDatabase::close);
        }
        return news;
    }

    private static News read(Slot slot, List<GeoDatabase> over) {
        try {
            GeoDatabase fresh = GeoDatabase.open(slot.file);
            if (slot.database != null) {
                over.add(slot.database);
            }
            slot.database = fresh;
            slot.problem = null;
            return new News(false, "geo database read file=" + slot.file + " type=" + fresh.description());
        } catch (IOException e) {
            slot.problem = slot.file + " " + e.getMessage();
            String rest = slot.database == null ? "nothing is known from it" : "the one before it stays";
            return new News(true, "geo database refused, " + rest + ": " + slot.problem);
        }
    }

    private static @Nullable FileStamp stamp(Path file) {
        try {
            return FileStamp.of(file);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public @Nullable Place of(IpAddress address) {
        for (int tries = 0; tries < 3; tries++) {
            Loaded now = loaded;
            try {
                Place place = null;
                for (GeoDatabase database : now.databases) {
                    place = merged(place, database.find(address));
                }
                return place;
            } catch (ClosedDatabaseException e) {
                // Exchanged between our look at the list and the question: the next look sees the new one.
                if (now.version == loaded.version) {
                    return null;
                }
            }
        }
        return null;
    }

    private static @Nullable Place merged(@Nullable Place one, @Nullable Place other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        String country = one.country() == null ? other.country() : one.country();
        // A point belongs to its country: where two databases disagree, the first one's word counts whole.
        GeoPoint point =
                one.location() == null && Objects.equals(country, other.country()) ? other.location() : one.location();
        return one.asNumber() == 0 && one.asOrganization() == null
                ? new Place(country, other.asNumber(), other.asOrganization(), point)
                : new Place(country, one.asNumber(), one.asOrganization(), point);
    }

    @Override
    public int version() {
        return loaded.version;
    }

    /** What is wrong with the files as they lie there, each line with the file's name. */
    public synchronized List<String> problems() {
        return slots.stream().map(slot -> slot.problem).filter(Objects::nonNull).toList();
    }

    /** For each file what is in use from it. */
    public synchronized Map<Path, String> inUse() {
        Map<Path, String> inUse = new LinkedHashMap<>();
        slots.forEach(slot -> inUse.put(slot.file, slot.database == null ? "nothing" : slot.database.description()));
        return inUse;
    }

    /** Records that could not be read, in the databases in use. */
    public long failures() {
        return loaded.databases.stream().mapToLong(GeoDatabase::failures).sum();
    }

    @Override
    public synchronized void close() {
        Loaded before = loaded;
        loaded = new Loaded(0, List.of());
        before.databases.forEach(GeoDatabase::close);
        slots.forEach(slot -> slot.database = null);
    }
}
