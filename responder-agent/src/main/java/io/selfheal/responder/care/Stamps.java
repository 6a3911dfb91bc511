package io.selfheal.responder.care;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/** When something was done last, as the time of an empty file; survives restarts and is readable with ls. */
public final class Stamps {
    private final Path directory;

    /** @param directory where the files are, for example {@code /var/lib/selfheal/care} */
    public Stamps(Path directory) {
        this.directory = directory;
    }

    public Optional<Instant> last(String name) {
        try {
            return Optional.of(Files.getLastModifiedTime(file(name)).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public void done(String name, Instant at) throws IOException {
        Files.createDirectories(directory);
        Path file = file(name);
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        Files.setLastModifiedTime(file, FileTime.from(at));
    }

    private Path file(String name) {
        return directory.resolve(name + ".stamp");
    }
}
