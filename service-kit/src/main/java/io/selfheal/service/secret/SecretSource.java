package io.selfheal.service.secret;

import io.selfheal.host.file.FileStamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a key comes from: the configuration, or a file that is read again when it changes, so that keys rotate
 * without a restart. A missing or empty file is no key: who needs it is off until one appears. One stat a call.
 */
public final class SecretSource {
    private static final int MAX_BYTES = 4096;

    private final @Nullable Path file;
    private @Nullable Secret secret;
    private @Nullable FileStamp stamp;
    private int version;

    private SecretSource(@Nullable Path file, @Nullable Secret secret) {
        this.file = file;
        this.secret = secret;
    }

    public static SecretSource of(Optional<String> value, Optional<Path> file) {
        return new SecretSource(
                file.orElse(null),
                value.filter(v -> !v.isBlank()).map(Secret::new).orElse(null));
    }

    /** The key as it is now; empty when there is none. */
    public synchronized Optional<Secret> current() {
        if (file != null) {
            readIfChanged(file);
        }
        return Optional.ofNullable(secret);
    }

    /** Grows with every change of the key. */
    public synchronized int version() {
        current();
        return version;
    }

    private void readIfChanged(Path path) {
        try {
            FileStamp newStamp = FileStamp.of(path);
            if (!newStamp.equals(stamp)) {
                become(read(path));
                stamp = newStamp;
            }
        } catch (IOException e) {
            // Not there, or not readable: the same as no key. The health data says so.
            stamp = null;
            become(null);
        }
    }

    private void become(@Nullable Secret next) {
        if (!Objects.equals(secret, next)) {
            secret = next;
            version++;
        }
    }

    private static @Nullable Secret read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
            boolean usable = !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);
            return usable ? new Secret(text) : null;
        }
    }
}
