package io.selfheal.standalone.train;

import io.selfheal.analyzer.model.train.FeatureCsv;
import io.selfheal.analyzer.model.train.KnownLabels;
import io.selfheal.analyzer.model.train.RowGatherer;
import io.selfheal.analyzer.model.train.TrainingRow;
import io.selfheal.analyzer.policy.PolicyBook;
import io.selfheal.analyzer.replay.ReplayCore;
import io.selfheal.analyzer.replay.ReplaySink;
import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceContext;
import io.selfheal.node.LineOptions;
import io.selfheal.node.LogFiles;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.standalone.fleet.WholeTopic;
import io.selfheal.standalone.replay.EventFile;
import io.selfheal.standalone.rules.OwnRules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * History through the same parsers, profiles and rules as live, watched by a training: each row is what the model would
 * have seen. Nobody is allowlisted, since a friend's behaviour teaches as much as a stranger's.
 */
final class History implements ReplaySink {
    private static final int DANGEROUS = 60;

    private final LineOptions lines;
    private final OwnRules own;
    private final Instant readAt;
    private final RowGatherer rows;
    private final KnownLabels labels;
    private final ReplayCore core;
    private long read;
    private long unparsed;

    History(LineOptions lines, OwnRules own, Instant readAt, RowGatherer rows, KnownLabels labels) {
        this.lines = lines;
        this.own = own;
        this.readAt = readAt;
        this.rows = rows;
        this.labels = labels;
        this.core = new ReplayCore(own.rules(), PolicyBook.withoutAllowlist(), this);
        core.watchedBy(rows);
    }

    /**
     * Everything that the events topic still holds, up to now; a source's events are of one partition, in order.
     *
     * @return records that could not be read
     */
    long topic(Map<String, Object> client) throws IOException {
        AtomicLong unread = new AtomicLong();
        WholeTopic.read(Topics.EVENTS, client, entry -> {
            try {
                core.accept(Topics.EVENTS.codec().decode(entry.value()));
            } catch (DecodeException e) {
                unread.incrementAndGet();
            }
        });
        return unread.get();
    }

    /** Logs are merged by time; events and rows are taken file after file. */
    void files(List<Path> files) throws IOException {
        ParserSet parsers = own.parsers();
        List<EventFile> logs = new ArrayList<>();
        try {
            for (Path file : files) {
                String name = file.toString();
                if (name.endsWith(".csv") || name.endsWith(".csv.gz")) {
                    try (BufferedReader in =
                            new BufferedReader(new InputStreamReader(LogFiles.open(file), StandardCharsets.UTF_8))) {
                        FeatureCsv.read(name, in, rows, labels);
                    }
                } else if (FeatureParquet.is(file)) {
                    FeatureParquet.read(file, rows, labels);
                } else if (name.endsWith(".jsonl") || name.endsWith(".jsonl.gz")) {
                    JsonEvents.read(file, core::accept);
                } else {
                    SourceContext context = new SourceContext(
                            "localhost", file.toAbsolutePath().toString(), lines.type(parsers), lines.zone(), false);
                    logs.add(EventFile.open(file, context, parsers, logs.size() + 1, readAt));
                }
            }
            core.run(logs);
        } finally {
            for (EventFile log : logs) {
                read += log.lines();
                unparsed += log.unparsed();
                log.close();
            }
        }
    }

    /** What was in the logs, in words. */
    String read() {
        return read + " lines, " + unparsed + " of them not understood";
    }

    List<TrainingRow> rows() {
        return rows.rows();
    }

    @Override
    public void assessment(Assessment assessment) {
        if (assessment.subject().kind() == Subject.Kind.SOURCE && assessment.rawScore() >= DANGEROUS) {
            labels.flag(assessment.subject().value(), TrainingRow.second(assessment.time()));
        }
    }

    /** Decisions follow from assessments. */
    @Override
    public void decision(Decision decision) {}

    /** Alerts follow from assessments. */
    @Override
    public void alert(Alert alert) {}
}
