package io.selfheal.standalone.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.OrderLine;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class OrderCommandTest {
    static Optional<?>[] lines() {
        return new Optional<?>[] {
            OrderLine.block(Cidr.parse("2001:db8::/64"), Duration.ofHours(4)),
            OrderLine.isolate("web1"),
            OrderLine.lockAccount("web1.example.org", "anna")
        };
    }

    /** What alerts propose must be what this command takes. */
    @ParameterizedTest
    @MethodSource("lines")
    void takesTheLinesThatAlertsPropose(Optional<String> line) {
        String[] words = line.orElseThrow()
                .replace("\"proposed by SelfHeal\"", "proposed-by-SelfHeal")
                .split(" ");
        assertThat(words).startsWith("selfheal", "order");

        ParseResult read = new CommandLine(new OrderCommand())
                .parseArgs(Arrays.copyOfRange(words, 2, words.length))
                .subcommand();

        assertThat(read.matchedOption("--reason").<String>getValue()).isEqualTo("proposed-by-SelfHeal");
        assertThat(read.matchedPositionals()).isNotEmpty();
    }
}
