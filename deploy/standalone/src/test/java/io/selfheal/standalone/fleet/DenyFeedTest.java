package io.selfheal.standalone.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.schemas.net.Cidr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DenyFeedTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatFeedsLookLike() throws IOException {
        Path feed = write("""
                ; Spamhaus style
                198.51.100.0/24 ; SBL1
                # a comment

                203.0.113.7   # scanner
                203.0.113.7
                2001:db8::/32
                """);

        assertThat(DenyFeed.of(null, feed))
                .containsExactly(Cidr.parse("198.51.100.0/24"), Cidr.parse("203.0.113.7"), Cidr.parse("2001:db8::/32"));
    }

    @Test
    void namesTheLineThatIsWrongAndTheBound() throws IOException {
        Path wrong = write("203.0.113.7\nexample.org\n");
        Path long_ = write(IntStream.rangeClosed(0, DenyFeed.MOST)
                .mapToObj(i -> "10.0." + (i >> 8) + "." + (i & 255))
                .collect(Collectors.joining("\n")));

        assertThatThrownBy(() -> DenyFeed.of(null, write("203.0.113.7\nexample.org\n")))
                .hasMessageContaining(":2: 'example.org' is no address or network");
        assertThatThrownBy(() -> DenyFeed.of("203.0.113.7", wrong)).hasMessageContaining("allowed: a network, or");
        assertThatThrownBy(() -> DenyFeed.of(null, long_)).hasMessageContaining("too many entries; allowed: 10000");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "feed", ".txt"), text);
    }
}
