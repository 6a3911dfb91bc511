package io.selfheal.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.fleet.Installation;
import io.selfheal.e2e.lab.Lab;
import io.selfheal.e2e.lab.LabKind;
import io.selfheal.e2e.lab.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Root's hand for ufw under thousands of lines that nearly are what it allows, with a ufw in a mount namespace of the
 * test's own that only notes how it is called.
 */
@Lab(LabKind.NETWORK)
class UfwHandTest {
    private static final Path HAND = Path.of("deploy/node-package/src/root/usr/lib/selfheal/ufw-hand");
    private static final int LINES = Integer.getInteger("selfheal.ufw-hand.lines", 2_000);
    private static final List<String> THEIRS = List.of("198.51.100.4", "198.51.100.5", "192.0.2.1", "192.0.2.2");
    private static final String RULES = """
            Added user rules (see 'ufw status' for running firewall):
            ufw allow 22/tcp
            ufw deny from 203.0.113.9 comment 'selfheal 17'
            ufw route deny from 203.0.113.9 comment 'selfheal 17'
            ufw deny from 198.51.100.4
            ufw route deny from 198.51.100.4 comment 'by hand'
            ufw deny from 198.51.100.5 comment 'selfheal 5 by hand'
            ufw route deny from 198.51.100.5 comment 'selfheal '
            ufw deny from 192.0.2.1 comment 'selfheal 5' or not'
            ufw route deny from 192.0.2.1 comment 'Selfheal 5'
            ufw deny from 192.0.2.2 comment ' selfheal 5'
            ufw route deny from 192.0.2.2 comment 'selfheal 5 '
            """;
    /** Beside its files; notes its arguments, a line each call, and knows no more than the rules. */
    private static final String FAKE = """
            #!/bin/sh
            [ "$*" != 'show added' ] || exec cat "$FOLDER/rules"
            printf '%s|' "$@" >> "$FOLDER/calls"
            echo >> "$FOLDER/calls"
            """;
    /** A line of the file each, and the first line of its answer. */
    private static final String ASK_ALL = """
            mount --bind "$0/ufw" /usr/sbin/ufw
            export FOLDER="$0"
            while IFS= read -r line; do
                printf '%s\\n' "$line" | sh "$1" | head -n 1
            done < "$0/lines"
            """;

    private static final List<List<String>> ALLOWED = Stream.of(
                    "prepend deny from ADDRESS comment selfheal SECONDS",
                    "route prepend deny from ADDRESS comment selfheal SECONDS",
                    "deny from ADDRESS comment selfheal SECONDS",
                    "route deny from ADDRESS comment selfheal SECONDS",
                    "delete deny from ADDRESS",
                    "route delete deny from ADDRESS",
                    "show added",
                    "show user-rules",
                    "status",
                    "reload")
            .map(line -> List.of(line.split(" ")))
            .toList();
    private static final List<String> WORDS = List.of(
            "route",
            "prepend",
            "insert",
            "1",
            "delete",
            "deny",
            "allow",
            "from",
            "to",
            "any",
            "port",
            "22",
            "comment",
            "selfheal",
            "17",
            "99999999999",
            "show",
            "added",
            "status",
            "reload",
            "disable",
            "reset",
            "--force",
            "-h",
            "",
            "\t",
            "'",
            "\"",
            "\\",
            "*",
            "?",
            "~",
            ";id",
            "$(id)",
            "`id`",
            "&",
            "|",
            ">",
            "\r",
            "\u001b[2J",
            "ü");
    private static final List<String> ADDRESSES = Stream.concat(
                    THEIRS.stream(), Stream.of("203.0.113.9", "2001:db8::1", "10.0.0.0/8", "any"))
            .toList();

    private static final Pattern CALL = Pattern.compile("status\\||reload\\||show\\|user-rules\\|"
            + "|(?:route\\|)?(?:prepend\\|)?deny\\|from\\|[0-9A-Fa-f.:/]+\\|comment\\|selfheal [0-9]+\\|"
            + "|(?:route\\|)?delete\\|deny\\|from\\|203\\.0\\.113\\.9\\|");

    @TempDir
    private Path folder;

    @Test
    void whateverItIsAskedItTouchesNoRuleButOurs() throws IOException {
        Files.writeString(folder.resolve("rules"), RULES);
        Path fake = Files.writeString(folder.resolve("ufw"), FAKE);
        Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwxr-xr-x"));
        Random random = new Random(7);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            lines.add(line(random));
        }
        Files.write(folder.resolve("lines"), lines);

        List<String> answers = Program.run(
                        List.of(
                                "unshare",
                                "--mount",
                                "--propagation",
                                "private",
                                "sh",
                                "-c",
                                ASK_ALL,
                                folder.toString(),
                                Installation.here().home().resolve(HAND).toString()),
                        Duration.ofMinutes(5))
                .orThrow()
                .lines();

        assertThat(answers).hasSize(LINES).containsOnly("0", "2");
        List<String> calls = Files.readAllLines(folder.resolve("calls"));
        assertThat(calls)
                .hasSizeGreaterThan(LINES / 20)
                .allMatch(call -> CALL.matcher(call).matches())
                .anyMatch(call -> call.startsWith("delete|"))
                .anyMatch(call -> call.startsWith("route|prepend|"))
                .noneMatch(call -> THEIRS.stream().anyMatch(address -> call.contains(address + "|")));
    }

    /** An allowed line with up to two words changed, left out or put in; now and then one of words alone. */
    private static String line(Random random) {
        List<String> words = new ArrayList<>();
        if (random.nextInt(8) > 0) {
            for (String word : any(ALLOWED, random)) {
                words.add(
                        switch (word) {
                            case "ADDRESS" -> any(ADDRESSES, random);
                            case "SECONDS" -> Integer.toString(random.nextInt(100));
                            default -> word;
                        });
            }
        }
        int changes = words.isEmpty() ? 6 : random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int place = random.nextInt(words.size() + 1);
            if (place < words.size() && random.nextBoolean()) {
                words.remove(place);
            }
            if (random.nextInt(3) > 0) {
                words.add(Math.min(place, words.size()), any(WORDS, random));
            }
        }
        return String.join(random.nextInt(20) == 0 ? "  " : " ", words)
                + (random.nextInt(50) == 0 ? " ".repeat(500) : "");
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
