package io.selfheal.standalone.demo;

import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.text.Excerpt;
import io.selfheal.standalone.demo.DemoBoard.Happening;
import io.selfheal.standalone.demo.DemoBoard.Tone;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws the board as lines of text. Everything an attacker may have written passes {@link Excerpt}. */
final class DemoScreen {
    private static final String RESET = "\u001b[0m";
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final ZoneId zone;
    private final boolean colour;

    DemoScreen(ZoneId zone, boolean colour) {
        this.zone = zone;
        this.colour = colour;
    }

    /**
     * The whole screen.
     *
     * @param head lines that say what runs and where
     * @param width of the terminal in columns
     * @param height of the terminal in rows
     */
    List<String> draw(DemoBoard board, List<String> head, String progress, int width, int height) {
        List<String> lines = new ArrayList<>(head);
        lines.add(Excerpt.of(board.counters(), width));
        lines.add(Excerpt.of(progress, width));
        List<Block> blocks = board.blocks();
        int room = Math.max(6, height - lines.size() - 4);
        int forBlocks = Math.min(blocks.size(), room / 3);
        lines.add("");
        lines.add(bold("Blocked (simulated: nothing on this machine is changed)"));
        if (blocks.isEmpty()) {
            lines.add("  nobody yet");
        }
        blocks.subList(blocks.size() - forBlocks, blocks.size()).forEach(b -> lines.add(blockLine(b, width)));
        lines.add(bold("What happens"));
        board.newest(room - forBlocks).forEach(h -> lines.add(line(h, width)));
        return lines;
    }

    /** One happening as one line. */
    String line(Happening h, int width) {
        String plain =
                "%s  %-9s %-24s %s".formatted(CLOCK.format(h.at().atZone(zone)), h.what(), h.subject(), h.text());
        return paint(h.tone(), "  " + Excerpt.of(plain, Math.max(20, width - 2)));
    }

    private String blockLine(Block b, int width) {
        String until = CLOCK.format(b.expires().atZone(zone));
        String plain = "  %-24s score %3d  until %s  %s"
                .formatted(b.key(), b.score(), until, String.join(", ", b.scenarios()));
        return paint(Tone.ALARM, Excerpt.of(plain, width));
    }

    private String bold(String text) {
        return colour ? "\u001b[1m" + text + RESET : text;
    }

    private String paint(Tone tone, String text) {
        if (!colour) {
            return text;
        }
        return switch (tone) {
            case QUIET -> text;
            case WARN -> "\u001b[33m" + text + RESET;
            case ALARM -> "\u001b[31m" + text + RESET;
            case GOOD -> "\u001b[32m" + text + RESET;
        };
    }
}
