package io.selfheal.standalone.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The demo's live view: a screen that is drawn anew twice a second on a terminal, lines one after the other elsewhere.
 * One thread reads Kafka and draws.
 */
final class DemoView implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J\u001b[3J";
    private static final int PLAIN_WIDTH = 160;

    /**
     * What the view says beside what it reads.
     *
     * @param head lines on what runs and where
     * @param live whether to redraw a screen instead of printing lines
     */
    record Style(List<String> head, boolean live, ZoneId zone, PrintStream out) {
        Style {
            head = List.copyOf(head);
        }
    }

    private final Style style;
    private final Playback playback;
    private final DemoScreen screen;
    private final DemoBoard board = new DemoBoard();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    private DemoView(String servers, Playback playback, Style style) {
        this.style = style;
        this.playback = playback;
        this.screen = new DemoScreen(style.zone(), style.live());
        this.thread = Thread.ofPlatform().name("demo-view").daemon().unstarted(() -> run(servers));
    }

    static DemoView start(String servers, Playback playback, Style style) {
        DemoView view = new DemoView(servers, playback, style);
        style.head().forEach(style.out()::println);
        view.thread.start();
        return view;
    }

    /** Waits until the time is over or the view was closed. */
    void awaitEnd(Duration time) throws InterruptedException {
        stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(String servers) {
        try (DemoFeed feed = new DemoFeed(servers, board)) {
            long drawn = 0;
            while (stop.getCount() > 0) {
                feed.poll(POLL);
                long now = System.nanoTime();
                if (style.live() && now - drawn > REDRAW_NANOS) {
                    redraw();
                    drawn = now;
                } else if (!style.live()) {
                    board.drain().forEach(h -> style.out().println(screen.line(h, PLAIN_WIDTH)));
                    if (now - drawn > STATUS_NANOS) {
                        style.out().println("  -- " + board.counters() + "; " + progress());
                        drawn = now;
                    }
                }
            }
            style.out().println("  -- " + board.counters() + "; " + progress());
        }
    }

    private void redraw() {
        List<String> head = new ArrayList<>(style.head());
        head.add("Ctrl-C stops it and removes what it made");
        List<String> lines = screen.draw(board, head, progress(), size("COLUMNS", 120), size("LINES", 40));
        style.out().print(HOME_AND_CLEAR + String.join("\n", lines) + "\n");
        style.out().flush();
    }

    private String progress() {
        return playback.linesPlayed() < playback.linesInAll()
                ? "playing recorded attacks: line %d of %d".formatted(playback.linesPlayed(), playback.linesInAll())
                : "the recorded attacks are over; this machine's own logs are still read";
    }

    /** The terminal's size as the shell exports it; bounded, so that a strange value cannot blow up the screen. */
    private static int size(String variable, int otherwise) {
        String value = System.getenv(variable);
        return value != null && value.matches("[1-9][0-9]{1,2}") ? Integer.parseInt(value) : otherwise;
    }
}
