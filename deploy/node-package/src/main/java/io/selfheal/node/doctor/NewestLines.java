package io.selfheal.node.doctor;

import io.selfheal.collector.CollectorConfig;
import io.selfheal.collector.explain.LineSplitter;
import io.selfheal.collector.parse.LineParser;
import io.selfheal.collector.parse.ParseResult;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.collector.parse.TrustedProxies;
import io.selfheal.collector.parse.rule.ParserCompiler;
import io.selfheal.schemas.net.CidrSet;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the newest lines of a file become that the collector follows, by its own rules and the source's settings. */
final class NewestLines {
    private static final long BYTES = 256 << 10;

    private final CollectorConfig config;
    private final ParserSet parsers;

    NewestLines(CollectorConfig config) {
        this.config = config;
        this.parsers = ParserCompiler.over(config.parsersDirectory()).current();
    }

    /** The files that the collector says it follows. */
    List<Path> files() throws IOException {
        return CollectorStatus.read(config).sources().stream()
                .map(source -> String.valueOf(source.get("source")))
                .filter(name -> name.startsWith("/"))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .toList();
    }

    /** In the order of the file. */
    List<ParseResult> of(Path file, Instant now) throws IOException {
        Optional<CollectorConfig.Source> source = source(file);
        SourceContext context = new SourceContext(
                "localhost",
                file.toString(),
                source.map(CollectorConfig.Source::type).orElse(SourceType.AUTO),
                source.flatMap(CollectorConfig.Source::zone).orElseGet(ZoneId::systemDefault),
                false,
                new TrustedProxies(CidrSet.of(config.trustedProxies())));
        LineParser parser = new LineParser(parsers, context, Long::toString);
        List<ParseResult> results = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            long from = Math.max(0, channel.size() - BYTES);
            LineSplitter lines = new LineSplitter(Channels.newInputStream(channel.position(from)));
            if (from > 0) {
                boolean _ = lines.next();
            }
            while (lines.next()) {
                results.add(parser.parse(lines.line(), now));
            }
        }
        return results;
    }

    /** Whose pattern fits the file. */
    private Optional<CollectorConfig.Source> source(Path file) {
        return config.sources().stream()
                .filter(source -> !source.path().isJournal())
                .filter(source -> FileSystems.getDefault()
                        .getPathMatcher("glob:" + source.path().text())
                        .matches(file))
                .findFirst();
    }
}
