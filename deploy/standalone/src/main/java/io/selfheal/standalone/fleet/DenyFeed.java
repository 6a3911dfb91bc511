package io.selfheal.standalone.fleet;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.text.Excerpt;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Addresses and networks of a deny list, as lists of the internet have them: one a line, with comments. */
final class DenyFeed {
    static final int MOST = 10_000;

    private DenyFeed() {}

    /**
     * The one that was named, or all of a file.
     *
     * @throws IllegalArgumentException naming the line that is wrong
     */
    static List<Cidr> of(@Nullable String network, @Nullable Path file) throws IOException {
        if ((network == null) == (file == null)) {
            throw new IllegalArgumentException("nothing, or too much, to deny; allowed: a network, or --from FILE");
        }
        return network == null ? read(file) : List.of(Cidr.parse(network));
    }

    private static List<Cidr> read(Path file) throws IOException {
        Set<Cidr> all = new LinkedHashSet<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                String text = line.split("[#;]", 2)[0].strip();
                Cidr network = Cidr.tryParse(text);
                if (network != null) {
                    all.add(network);
                } else if (!text.isEmpty()) {
                    throw new IllegalArgumentException(file + ":" + number + ": '" + Excerpt.of(text, 80)
                            + "' is no address or network; allowed: one a line, # or ; begins a comment");
                }
                if (all.size() > MOST) {
                    throw new IllegalArgumentException(file + " has too many entries; allowed: " + MOST);
                }
            }
        }
        return List.copyOf(all);
    }
}
