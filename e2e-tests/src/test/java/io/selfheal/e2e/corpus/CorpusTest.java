package io.selfheal.e2e.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.selfheal.collector.parse.SourceType;
import io.selfheal.e2e.fleet.Installation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Measures parsers and detection on real logs that other projects published. The logs are not part of this project:
 * where they do not lie beside the checkout, these tests are skipped. The figures are printed; asserted are floors.
 */
class CorpusTest {
    private static final Path CORPUS = Installation.here().home().resolve("../shared/corpus");
    /** Names of parsers in the hub whose services SelfHeal knows. */
    private static final Set<String> COVERED = Set.of(
            "crowdsecurity/sshd-logs",
            "crowdsecurity/sshd-success-logs",
            "crowdsecurity/nginx-logs",
            "crowdsecurity/apache2-logs",
            "crowdsecurity/nginx-proxy-manager-logs",
            "crowdsecurity/iptables-logs",
            "crowdsecurity/traefik-logs",
            "crowdsecurity/litespeed-logs",
            "fulljackz/proxmox-logs",
            "nicoh88/proxmox-backup-auth-logs",
            "aderumier/proxmox-iptables-logs");

    @BeforeEach
    void theCorpusLiesBesideTheCheckout() {
        assumeThat(CORPUS).isDirectory();
    }

    @Test
    void everybodyWhoGuessesPasswordsIsNamedAndNobodyElse() throws IOException {
        Path log = CORPUS.resolve("traffic/sshd.log");
        Failures failures = Failures.of(Files.readAllLines(log, StandardCharsets.UTF_8));

        Judged judged = replay(log, SourceType.SYSLOG);

        print(
                "sshd.log: %d lines, %d unparsed; %d of %d sources with 5 failures in an hour flagged, %d flagged in all",
                judged.lines(),
                judged.unparsed(),
                count(failures.bruteForcers(), judged.flagged()),
                failures.bruteForcers().size(),
                judged.flagged().size());
        assertThat(judged.flagged()).containsAll(failures.bruteForcers());
        assertThat(failures.anybody()).containsAll(judged.flagged());
    }

    @Test
    void visitorsOfAPublicSiteAreLeftInPeace() throws IOException {
        Judged judged = replay(CORPUS.resolve("traffic/apache_access.log"), SourceType.APACHE);

        double share = (double) judged.flagged().size() / judged.sources().size();
        print(
                "apache_access.log: %d lines, %d unparsed; %d of %d sources flagged (%.2f %%): %s",
                judged.lines(),
                judged.unparsed(),
                judged.flagged().size(),
                judged.sources().size(),
                share * 100,
                judged.flagged());
        assertThat(share).isLessThanOrEqualTo(0.01);
    }

    @Test
    void linesOfCoveredServicesAreUnderstood() throws IOException {
        Map<String, Tally> tallies = new TreeMap<>();
        for (Map<String, Object> line : JsonLines.read(CORPUS.resolve("hub/lines.jsonl"))) {
            String node = String.valueOf(line.get("node"));
            Optional<SourceType> type = SourceType.ofName(String.valueOf(line.get("type")));
            if (COVERED.contains(node) && type.isPresent() && Boolean.TRUE.equals(line.get("ok"))) {
                Judged judged = judge(String.valueOf(line.get("raw")), type.get());
                Object expected = line.get("source_ip");
                boolean right = judged.unparsed() == 0
                        && (expected == null || judged.sources().contains(canonical(expected)));
                tallies.computeIfAbsent(node, n -> new Tally()).add(right, String.valueOf(line.get("raw")));
            }
        }

        tallies.forEach((node, tally) -> print("hub lines, %s: %s", node, tally));
        assertThat(share(tallies, "")).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void attacksOnWebServersAndSshOfTheHubAreFlagged() throws IOException {
        Map<String, Tally> tallies = new TreeMap<>();
        int quiet = 0;
        int disturbed = 0;
        for (Map<String, Object> test : JsonLines.read(CORPUS.resolve("hub/scenarios.jsonl"))) {
            String name = String.valueOf(test.get("test"));
            String type = String.valueOf(test.get("type"));
            Path log = CORPUS.resolve("hub/logs").resolve(String.valueOf(test.get("log")));
            boolean covered =
                    Set.of("nginx", "apache2").contains(type) || (name.startsWith("ssh") && type.equals("syslog"));
            if (!covered || !Files.exists(log)) {
                continue;
            }
            Judged judged = replay(log, SourceType.ofName(type).orElseThrow());
            List<Map<?, ?>> expected = JsonLines.objects(test, "expect");
            for (Map<?, ?> expect : expected) {
                for (Object source : expect.get("sources") instanceof List<?> sources ? sources : List.of()) {
                    tallies.computeIfAbsent(type, t -> new Tally())
                            .add(judged.flagged().contains(canonical(source)), name);
                }
            }
            quiet += expected.isEmpty() ? 1 : 0;
            disturbed += expected.isEmpty() && !judged.flagged().isEmpty() ? 1 : 0;
        }

        tallies.forEach((type, tally) -> print("hub scenarios, %s: sources flagged %s", type, tally));
        print("hub scenarios: %d of %d logs that must stay quiet do not", disturbed, quiet);
        assertThat(share(tallies, "")).isGreaterThanOrEqualTo(0.85);
    }

    @Test
    void attacksInRequestsAreToldFromNearMisses() throws IOException {
        Map<String, Tally> attacks = new TreeMap<>();
        Map<String, Tally> misses = new TreeMap<>();
        for (Map<String, Object> request : JsonLines.read(CORPUS.resolve("crs/requests.jsonl"))) {
            boolean attack = Boolean.TRUE.equals(request.get("attack"));
            Judged judged = judge(String.valueOf(request.get("line")), SourceType.APACHE);
            boolean seen = judged.scores().values().stream().anyMatch(score -> score >= 30);
            String kind = request.get("kind") + ", level " + request.get("level");
            (attack ? attacks : misses)
                    .computeIfAbsent(kind, k -> new Tally())
                    .add(attack == seen, String.valueOf(request.get("line")));
        }

        attacks.forEach(
                (kind, tally) -> print("crs attacks, %s: one request reaches 30 points %s", kind, tally.figures()));
        misses.forEach((kind, tally) -> print("crs near misses, %s: stay below %s", kind, tally.figures()));
        assertThat(share(attacks, "level 1")).isGreaterThanOrEqualTo(0.85);
        assertThat(share(misses, "level 1")).isGreaterThanOrEqualTo(0.95);
    }

    /** The share of right answers among the tallies whose name ends so. */
    private static double share(Map<String, Tally> tallies, String nameEnd) {
        List<Tally> counted = tallies.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(nameEnd))
                .map(Map.Entry::getValue)
                .toList();
        int right = counted.stream().mapToInt(tally -> tally.right).sum();
        return (double) right / counted.stream().mapToInt(tally -> tally.all).sum();
    }

    private static Judged replay(Path log, SourceType type) throws IOException {
        try (InputStream in = Files.newInputStream(log)) {
            return Judged.of(in, type);
        }
    }

    private static Judged judge(String line, SourceType type) throws IOException {
        return Judged.of(new ByteArrayInputStream((line + "\n").getBytes(StandardCharsets.UTF_8)), type);
    }

    private static String canonical(Object address) {
        String text = String.valueOf(address);
        return text.startsWith("::ffff:") && text.indexOf('.') > 0 ? text.substring(7) : text;
    }

    private static int count(Set<String> all, Set<String> among) {
        Set<String> both = new HashSet<>(all);
        both.retainAll(among);
        return both.size();
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is not on our class path
    private static void print(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }

    /** Right and wrong answers, with a few of the wrong ones. */
    private static final class Tally {
        private static final int SHOWN = 8;

        private final List<String> wrong = new ArrayList<>();
        private int right;
        private int all;

        void add(boolean isRight, String what) {
            all++;
            if (isRight) {
                right++;
            } else {
                wrong.add(what);
            }
        }

        String figures() {
            return right + " of " + all;
        }

        @Override
        public String toString() {
            return figures() + (wrong.isEmpty() ? "" : "; not: " + wrong.subList(0, Math.min(wrong.size(), SHOWN)));
        }
    }
}
