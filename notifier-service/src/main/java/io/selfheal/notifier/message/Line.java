package io.selfheal.notifier.message;

import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.text.Excerpt;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of a message, in pieces of which each knows whether we wrote it. Channels write our own pieces as they are
 * and defuse all others in their own way.
 *
 * @param pieces in order
 */
public record Line(List<Piece> pieces) {
    /**
     * A piece of text on one line, without control or direction characters.
     *
     * @param text what it says
     * @param ours whether it consists of our own words, numbers, times and canonical addresses only
     */
    public record Piece(String text, boolean ours) {}

    public Line {
        pieces = List.copyOf(pieces);
    }

    /** A line that begins with our own words. */
    public static Line ours(String text) {
        return new Line(List.of(new Piece(text, true)));
    }

    /** Adds our own words. */
    public Line and(String text) {
        return with(new Piece(text, true));
    }

    /** Adds text that anybody may have written, at most {@code max} characters of it. */
    public Line andTheirs(String text, int max) {
        return with(new Piece(Excerpt.of(text, max), false));
    }

    /** Adds a subject: an address in canonical form is ours and can be copied, anything else is theirs. */
    public Line andSubject(String text, int max) {
        IpAddress address = IpAddress.tryParse(text);
        return address != null ? and(address.toString()) : andTheirs(text, max);
    }

    private Line with(Piece piece) {
        List<Piece> more = new ArrayList<>(pieces);
        more.add(piece);
        return new Line(more);
    }
}
