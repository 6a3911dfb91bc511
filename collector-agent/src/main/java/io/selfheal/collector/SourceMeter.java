package io.selfheal.collector;

import io.selfheal.collector.parse.ParseResult;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is counted of one source, with a few of the lines nobody understood. Under the window's lock. */
final class SourceMeter {
    private static final int MAX_SAMPLES = 10;
    private static final int MAX_SAMPLE_BYTES = 300;
    /** Beyond the first ones a sample is taken at most this often: making text of each would cost more than parsing. */
    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(1);

    private final Deque<Sample> samples = new ArrayDeque<>();
    private long lines;
    private long events;
    private long ignored;
    private long unparsed;
    private long cut;
    private long undecodable;
    private boolean lastUndecodable;
    private boolean lastCut;
    private long givenUp;
    private @Nullable Instant lastLine;
    private @Nullable Instant lastEvent;
    private @Nullable IpAddress canary;

    /**
     * A line nobody understood.
     *
     * @param at when it was read
     * @param reason what was tried
     * @param line its text, cut
     */
    record Sample(Instant at, String reason, String line) {}

    /** @param isText whether its bytes are UTF-8; what is not is read with U+FFFD in its place */
    void line(Instant at, boolean wasCut, boolean isText) {
        lines++;
        lastLine = at;
        lastUndecodable = !isText;
        lastCut = wasCut;
        if (!isText) {
            undecodable++;
        }
        if (wasCut) {
            cut++;
        }
    }

    void event(SecurityEvent event) {
        events++;
        lastEvent = lastLine;
        if (event.action() == EventAction.CANARY) {
            canary = event.source();
        }
    }

    void ignored() {
        ignored++;
    }

    /** The sink did not take the line: it will come again. */
    void takeBack() {
        lines--;
        if (lastUndecodable) {
            undecodable--;
        }
        if (lastCut) {
            cut--;
        }
    }

    void unparsed(Instant at, ParseResult.Unparsed result, byte[] bytes, int from, int to) {
        unparsed++;
        if (result.equals(ParseResult.GIVEN_UP)) {
            givenUp++;
        }
        Sample newest = samples.peekLast();
        if (newest != null && samples.size() == MAX_SAMPLES) {
            if (Duration.between(newest.at(), at).compareTo(BETWEEN_SAMPLES) < 0) {
                return;
            }
            samples.removeFirst();
        }
        int length = Math.min(to - from, MAX_SAMPLE_BYTES);
        samples.add(new Sample(at, result.reason(), new String(bytes, from, length, StandardCharsets.UTF_8)));
    }

    long lines() {
        return lines;
    }

    long events() {
        return events;
    }

    long ignoredLines() {
        return ignored;
    }

    long unparsedLines() {
        return unparsed;
    }

    /** Of those that nobody understood, the ones on which patterns would have taken too long. */
    long givenUpLines() {
        return givenUp;
    }

    long cutLines() {
        return cut;
    }

    /** Lines whose bytes are not UTF-8, whatever became of them. */
    long undecodableLines() {
        return undecodable;
    }

    @Nullable
    Instant lastLine() {
        return lastLine;
    }

    @Nullable
    Instant lastEvent() {
        return lastEvent;
    }

    /** Of the last canary that came by; null before one did. */
    @Nullable
    IpAddress canary() {
        return canary;
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }
}
