package io.selfheal.analyzer.geo;

import com.maxmind.db.CHMCache;
import com.maxmind.db.ClosedDatabaseException;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Metadata;
import com.maxmind.db.Networks;
import com.maxmind.db.Reader;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One open database. Safe for many threads. */
final class GeoDatabase implements AutoCloseable {
    /** GeoIP2 Enterprise has 0.4 GiB. */
    static final long MAX_BYTES = 2L << 30;

    /** That many records have to lie at the beginning before we say that a database has nothing for us. */
    private static final int SAMPLE = 2000;

    private final Reader reader;
    private final boolean onlyIpv4;
    private final String description;
    private final AtomicLong failures = new AtomicLong();

    private GeoDatabase(Reader reader) {
        this.reader = reader;
        Metadata about = reader.getMetadata();
        this.onlyIpv4 = about.ipVersion() == 4;
        this.description = Excerpt.of(about.databaseType(), 80) + " of "
                + about.buildTime().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /**
     * Opens a database over a copy of its own, which has no name any more: a file that somebody overwrites in place
     * would change, or end, under the mapping, and a JVM that reads behind the end of a mapped file dies.
     *
     * @throws IOException if the file cannot be read or is no database of places or autonomous systems; the message
     *     says what is wrong, without the file's name
     */
    static GeoDatabase open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(Files.exists(file) ? "is no regular file" : "is not there");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("has " + Files.size(file) + " bytes; allowed: at most " + MAX_BYTES);
        }
        Path copy = Files.createTempFile("selfheal-geo-", ".mmdb");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            return read(copy);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static GeoDatabase read(Path copy) throws IOException {
        Reader reader;
        try {
            reader = new Reader(copy.toFile(), Reader.FileMode.MEMORY_MAPPED, new CHMCache());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new IOException("is no database in MaxMind's format, or not whole: " + reason(e, copy), e);
        }
        try {
            requireSomeUse(reader);
            return new GeoDatabase(reader);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            reader.close();
            throw new IOException("cannot be used: " + reason(e, copy), e);
        }
    }

    private static void requireSomeUse(Reader reader) throws IOException {
        Networks<GeoRecord> networks;
        try {
            networks = reader.networks(GeoRecord.class);
        } catch (InvalidNetworkException e) {
            throw new IOException("its tree has no root", e);
        }
        for (int i = 0; i < SAMPLE && networks.hasNext(); i++) {
            GeoRecord found = networks.next().data();
            if (found != null && found.place() != null) {
                return;
            }
        }
        throw new IOException("a database of type '"
                + Excerpt.of(reader.getMetadata().databaseType(), 80)
                + "' names neither countries nor autonomous systems; allowed: City, Country or ASN");
    }

    /** The copy's name means nothing to the reader of a message. */
    private static String reason(Throwable e, Path copy) {
        String message = e instanceof StackOverflowError ? "records that contain themselves" : e.getMessage();
        return Excerpt.of(
                String.valueOf(message)
                        .replace(copy.toString(), "it")
                        .replace(copy.getFileName().toString(), "it"),
                300);
    }

    /**
     * What it says about the address; null if nothing, or if the record is broken.
     *
     * @throws ClosedDatabaseException if another one has taken its place
     */
    @Nullable
    Place find(IpAddress address) throws ClosedDatabaseException {
        if (onlyIpv4 && !address.isIpv4()) {
            return null;
        }
        try {
            GeoRecord found = reader.get(InetAddress.getByAddress(address.bytes()), GeoRecord.class);
            return found == null ? null : found.place();
        } catch (ClosedDatabaseException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            failures.incrementAndGet();
            return null;
        }
    }

    /** Records that could not be read. */
    long failures() {
        return failures.get();
    }

    /** For people: type and day of its making. */
    String description() {
        return description;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            failures.incrementAndGet();
        }
    }
}
