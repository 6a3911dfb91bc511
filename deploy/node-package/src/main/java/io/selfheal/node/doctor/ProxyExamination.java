package io.selfheal.node.doctor;

import io.selfheal.collector.CollectorConfig;
import io.selfheal.collector.explain.LineSplitter;
import io.selfheal.collector.parse.LineParser;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.collector.parse.TrustedProxies;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.net.CidrSet;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a proxy stands before a web server and nobody said so: then it is the source of every attack, and would be
 * blocked with everybody behind it. Told by the newest requests of each access log: nearly all from one address, by many
 * kinds of browsers.
 */
final class ProxyExamination implements Examination {
    private static final String ABOUT = "source";
    private static final long NEWEST_BYTES = 256 << 10;
    private static final int REQUESTS = 200;
    private static final int PERCENT = 80;
    private static final int AGENTS = 10;

    /** What came from one address. */
    private static final class Visitor {
        private int requests;
        private final Set<String> agents = new HashSet<>();

        void count(HttpRequest request) {
            requests++;
            if (request.userAgent() != null && agents.size() < AGENTS) {
                agents.add(request.userAgent());
            }
        }
    }

    @Override
    public List<Finding> look(Node node) {
        CollectorConfig config = node.collector();
        if (config == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        try {
            for (Map<?, ?> source : CollectorStatus.read(config).sources()) {
                String name = String.valueOf(source.get("source"));
                if (name.startsWith("/") && Files.isRegularFile(Path.of(name))) {
                    look(Path.of(name), config, node.clock().instant()).ifPresent(findings::add);
                }
            }
        } catch (IOException | DateTimeParseException e) {
            // What cannot be read is the examination of sources' to say.
            return findings;
        }
        return findings;
    }

    private static Optional<Finding> look(Path file, CollectorConfig config, Instant now) throws IOException {
        Map<IpAddress, Visitor> visitors = newest(file, config, now);
        int all =
                visitors.values().stream().mapToInt(visitor -> visitor.requests).sum();
        return visitors.entrySet().stream()
                .filter(one -> all >= REQUESTS
                        && one.getValue().requests * 100L >= (long) PERCENT * all
                        && one.getValue().agents.size() >= AGENTS)
                .findFirst()
                .map(one -> Finding.warning(
                        ABOUT,
                        file + ": " + one.getValue().requests + " of the last " + all + " requests come from "
                                + one.getKey() + ", by many kinds of browsers: it looks like a proxy, and would be"
                                + " blocked for what others do behind it",
                        "name it in trusted-proxies and let the server log X-Forwarded-For, or log the client's"
                                + " address itself; put it into allow.list meanwhile"));
    }

    /** Who made the newest requests. */
    private static Map<IpAddress, Visitor> newest(Path file, CollectorConfig config, Instant now) throws IOException {
        SourceContext context = new SourceContext(
                "localhost",
                file.toString(),
                type(file, config),
                ZoneOffset.UTC,
                false,
                new TrustedProxies(CidrSet.of(config.trustedProxies())));
        LineParser parser = new LineParser(ParserSet.builtIn(), context, offset -> Long.toString(offset));
        Map<IpAddress, Visitor> visitors = new HashMap<>();
        try (FileChannel channel = FileChannel.open(file)) {
            long from = Math.max(0, channel.size() - NEWEST_BYTES);
            LineSplitter lines = new LineSplitter(Channels.newInputStream(channel.position(from)));
            if (from > 0) {
                boolean _ = lines.next();
            }
            while (lines.next()) {
                if (parser.parse(lines.line(), now) instanceof ParseResult.Parsed(HttpRequest request)
                        && request.origin().source() != null) {
                    visitors.computeIfAbsent(request.origin().source(), ip -> new Visitor())
                            .count(request);
                }
            }
        }
        return visitors;
    }

    /** As it is configured; the form of its lines where no pattern fits. */
    private static SourceType type(Path file, CollectorConfig config) {
        return config.sources().stream()
                .filter(source -> !source.path().isJournal())
                .filter(source -> FileSystems.getDefault()
                        .getPathMatcher("glob:" + source.path().text())
                        .matches(file))
                .map(CollectorConfig.Source::type)
                .findFirst()
                .orElse(SourceType.AUTO);
    }
}
