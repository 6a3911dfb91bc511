package io.selfheal.notifier.message;

import java.util.List;
import java.util.function.Function;

/**
 * A whole message: the first line and the last ones always stay, the lines between give way when there is no room.
 *
 * @param title the first line
 * @param body most important first
 * @param end what must not be cut: how to undo, and what is proposed
 * @param commands the command lines of the end, for channels with buttons that copy
 */
public record Letter(Line title, List<Line> body, List<Line> end, List<Command> commands) {
    private static final String CUT = "…";

    /**
     * A command line that people may copy: our own words only.
     *
     * @param label what it does, for a button
     * @param line harmless in a shell, one line
     */
    public record Command(String label, String line) {}

    public Letter {
        body = List.copyOf(body);
        end = List.copyOf(end);
        commands = List.copyOf(commands);
    }

    /**
     * Writes the message in at most {@code max} UTF-16 units, cut between lines.
     *
     * @param defuse makes a piece that anybody may have written harmless in the channel's markup
     */
    public String write(int max, Function<String, String> defuse) {
        StringBuilder text = new StringBuilder(cut(write(title, defuse), max / 2));
        StringBuilder tail = new StringBuilder();
        end.forEach(line -> tail.append('\n').append(write(line, defuse)));
        int room = max - Math.min(tail.length(), max / 2) - CUT.length() - 1;
        for (Line line : body) {
            String written = write(line, defuse);
            if (text.length() + 1 + written.length() > room) {
                text.append('\n').append(CUT);
                break;
            }
            text.append('\n').append(written);
        }
        return text.append(cut(tail.toString(), max / 2)).toString();
    }

    private static String write(Line line, Function<String, String> defuse) {
        StringBuilder text = new StringBuilder();
        line.pieces().forEach(piece -> text.append(piece.ours() ? piece.text() : defuse.apply(piece.text())));
        return text.toString();
    }

    /** A last resort; pieces are bounded so that it is not needed. */
    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + CUT;
    }
}
