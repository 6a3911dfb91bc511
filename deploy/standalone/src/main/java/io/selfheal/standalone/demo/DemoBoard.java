package io.selfheal.standalone.demo;

import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.outcome.Outcome;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the demo's view knows: counters and the newest happenings, bounded. Not thread-safe. */
final class DemoBoard {
    private static final int FEED = 200;
    private static final int BLOCKS = 1000;

    /** Which colour a happening has. */
    enum Tone {
        QUIET,
        WARN,
        ALARM,
        GOOD
    }

    /**
     * One line of the feed.
     *
     * @param at when
     * @param what a word: {@code seen}, {@code block}, {@code lift}, {@code node}
     * @param subject whom it is about; hostile text
     * @param text what happened; hostile text
     */
    record Happening(Instant at, Tone tone, String what, String subject, String text) {}

    private final Deque<Happening> feed = new ArrayDeque<>();
    private final Map<String, Block> blocks = new LinkedHashMap<>();
    private long events;
    private long assessments;
    private long simulated;
    private long refused;

    void countEvents(int n) {
        events += n;
    }

    void on(Assessment a) {
        assessments++;
        if (a.score() < 30 && !a.allowlisted()) {
            return;
        }
        Tone tone = a.score() >= 80 ? Tone.ALARM : a.score() >= 60 ? Tone.WARN : Tone.QUIET;
        String why = a.signals().stream().limit(3).map(Signal::name).collect(Collectors.joining(", "));
        add(new Happening(a.time(), tone, "score " + a.score(), a.subject().value(), why));
    }

    void on(String key, Decision decision) {
        switch (decision) {
            case Block b -> {
                blocks.put(key, b);
                if (blocks.size() > BLOCKS) {
                    blocks.remove(blocks.keySet().iterator().next());
                }
                add(new Happening(b.issued(), Tone.ALARM, "block", key, b.reason() + " (until " + b.expires() + ")"));
            }
            case Lift l -> {
                blocks.remove(key);
                add(new Happening(l.issued(), Tone.GOOD, "lift", key, l.reason()));
            }
        }
    }

    void on(Outcome o) {
        switch (o.status()) {
            case SIMULATED -> simulated++;
            case REFUSED, FAILED -> refused++;
            case APPLIED, ALREADY_IN_FORCE, LIFTED, WAITING, ACCEPTED, SKIPPED_COOLDOWN -> {}
        }
        String text = (o.action() + " " + o.status()).toLowerCase(Locale.ROOT).replace('_', ' ')
                + (o.reason().isEmpty() ? "" : ": " + o.reason());
        add(new Happening(o.time(), Tone.GOOD, "node", o.target(), text));
    }

    private void add(Happening happening) {
        feed.addLast(happening);
        if (feed.size() > FEED) {
            feed.removeFirst();
        }
    }

    /** The newest n happenings, oldest first. */
    List<Happening> newest(int n) {
        List<Happening> all = new ArrayList<>(feed);
        return all.subList(Math.max(0, all.size() - n), all.size());
    }

    /** Takes all happenings out, oldest first. */
    List<Happening> drain() {
        List<Happening> all = List.copyOf(feed);
        feed.clear();
        return all;
    }

    List<Block> blocks() {
        return List.copyOf(blocks.values());
    }

    String counters() {
        return "%,d events · %,d assessments · %,d blocked now · %,d simulated by the node · %,d refused or failed"
                .formatted(events, assessments, blocks.size(), simulated, refused);
    }
}
