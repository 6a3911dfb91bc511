package io.selfheal.collector.parse.pattern;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a pattern's text: the part of Java's syntax that rules use, with {@code DOTALL}. */
final class PieceReader {
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final String text;
    private final Map<String, Integer> names = new HashMap<>();
    private int at;
    private int groups;
    private boolean ignoringCase;

    PieceReader(String text) {
        this.text = text;
    }

    /** The syntax is valid Java, perhaps, but not of the part that is known here; carries no stack. */
    static final class UnknownSyntax extends Exception {
        private static final long serialVersionUID = 1;

        private UnknownSyntax(String message) {
            super(message, null, false, false);
        }
    }

    Piece read() throws UnknownSyntax {
        Piece all = choice();
        if (at < text.length()) {
            throw unknown();
        }
        return all;
    }

    /** Numbers of the named groups. */
    Map<String, Integer> names() {
        return names;
    }

    int groups() {
        return groups;
    }

    private Piece choice() throws UnknownSyntax {
        List<Piece> branches = new ArrayList<>();
        branches.add(sequence());
        while (take("|")) {
            branches.add(sequence());
        }
        return branches.size() == 1 ? branches.getFirst() : new Piece.Choice(branches);
    }

    private Piece sequence() throws UnknownSyntax {
        List<Piece> parts = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            parts.add(repeated(atom()));
        }
        return parts.size() == 1 ? parts.getFirst() : new Piece.Sequence(parts);
    }

    private Piece repeated(Piece body) throws UnknownSyntax {
        int min;
        int max;
        if (take("*")) {
            min = 0;
            max = UNLIMITED;
        } else if (take("+")) {
            min = 1;
            max = UNLIMITED;
        } else if (take("?")) {
            min = 0;
            max = 1;
        } else if (take("{")) {
            min = number();
            max = take(",") ? (at < text.length() && text.charAt(at) == '}' ? UNLIMITED : number()) : min;
            expect("}");
        } else {
            return body;
        }
        Piece.Mode mode = take("?") ? Piece.Mode.LAZY : take("+") ? Piece.Mode.POSSESSIVE : Piece.Mode.GREEDY;
        boolean again = at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0;
        if (again || max < min || body instanceof Piece.Place) {
            throw unknown();
        }
        return new Piece.Repeat(body, min, max, mode);
    }

    private int number() throws UnknownSyntax {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - from < 6) {
            at++;
        }
        if (at == from) {
            throw unknown();
        }
        return Integer.parseInt(text, from, at, 10);
    }

    private Piece atom() throws UnknownSyntax {
        char c = text.charAt(at++);
        return switch (c) {
            case '(' -> group();
            case '[' -> one(set());
            case '.' -> one(ByteSet.ALL);
            case '^' -> Piece.Place.BEGIN;
            case '$' -> Piece.Place.END;
            case '\\' -> escape();
            case '*', '+', '?', '{' -> throw unknown();
            default -> one(literal(c));
        };
    }

    private Piece.One one(ByteSet set) {
        return new Piece.One(ignoringCase ? set.ignoringCase() : set);
    }

    private ByteSet literal(char c) throws UnknownSyntax {
        if (c > 0xFF) {
            throw unknown();
        }
        return ByteSet.one(c);
    }

    private Piece escape() throws UnknownSyntax {
        if (take("b")) {
            return Piece.Place.WORD_BOUND;
        }
        if (take("k<")) {
            Integer group = names.get(name());
            if (group == null || ignoringCase) {
                throw unknown();
            }
            return new Piece.Again(group);
        }
        return one(escaped());
    }

    /** A class or a character after a backslash, within brackets or not. */
    private ByteSet escaped() throws UnknownSyntax {
        if (at >= text.length()) {
            throw unknown();
        }
        char c = text.charAt(at++);
        ByteSet known = ByteSet.escaped(c);
        if (known != null) {
            return known;
        }
        if (c == 'x') {
            return hexadecimal();
        }
        if (c >= 0x7F || Character.isLetterOrDigit(c)) {
            throw unknown();
        }
        return ByteSet.one(c);
    }

    private ByteSet hexadecimal() throws UnknownSyntax {
        int high = at + 1 < text.length() ? Character.digit(text.charAt(at), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(text.charAt(at + 1), 16);
        if (low < 0) {
            throw unknown();
        }
        at += 2;
        return ByteSet.one(high * 16 + low);
    }

    /** What stands between brackets; classes within classes and their intersections are not known. */
    private ByteSet set() throws UnknownSyntax {
        boolean others = take("^");
        ByteSet all = ByteSet.NONE;
        int from = at;
        while (at == from || at >= text.length() || text.charAt(at) != ']') {
            if (at >= text.length() || text.startsWith("&&", at) || "[]".indexOf(text.charAt(at)) >= 0) {
                throw unknown();
            }
            ByteSet part = member();
            boolean range = at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']';
            if (range) {
                at++;
                if ("[&".indexOf(text.charAt(at)) >= 0) {
                    throw unknown();
                }
                int low = part.single();
                int high = member().single();
                if (low < 0 || high < low) {
                    throw unknown();
                }
                part = ByteSet.range(low, high);
            }
            all = all.with(ignoringCase ? part.ignoringCase() : part);
        }
        at++;
        return others ? all.complement() : all;
    }

    private ByteSet member() throws UnknownSyntax {
        char c = text.charAt(at++);
        return c == '\\' ? escaped() : literal(c);
    }

    private Piece group() throws UnknownSyntax {
        boolean outerCase = ignoringCase;
        Piece piece;
        if (take("?:")) {
            piece = choice();
        } else if (take("?i:")) {
            ignoringCase = true;
            piece = choice();
        } else if (take("?>")) {
            piece = new Piece.Atomic(choice());
        } else if (take("?=")) {
            piece = new Piece.Ahead(choice(), true);
        } else if (take("?!")) {
            piece = new Piece.Ahead(choice(), false);
        } else if (take("?<=")) {
            piece = behind(true);
        } else if (take("?<!")) {
            piece = behind(false);
        } else if (take("?<")) {
            int number = ++groups;
            String name = name();
            Piece body = choice();
            names.put(name, number);
            piece = new Piece.Group(number, body);
        } else if (at < text.length() && text.charAt(at) == '?') {
            throw unknown();
        } else {
            int number = ++groups;
            piece = new Piece.Group(number, choice());
        }
        expect(")");
        ignoringCase = outerCase;
        return piece;
    }

    private Piece behind(boolean wanted) throws UnknownSyntax {
        Piece body = choice();
        List<ByteSet> sets = new ArrayList<>();
        for (Piece part : body instanceof Piece.Sequence(List<Piece> parts) ? parts : List.of(body)) {
            if (!(part instanceof Piece.One(ByteSet set))) {
                throw unknown();
            }
            sets.add(set);
        }
        return new Piece.Behind(sets, wanted);
    }

    private String name() throws UnknownSyntax {
        int end = text.indexOf('>', at);
        if (end < 0) {
            throw unknown();
        }
        String name = text.substring(at, end);
        at = end + 1;
        return name;
    }

    private boolean take(String wanted) {
        if (!text.startsWith(wanted, at)) {
            return false;
        }
        at += wanted.length();
        return true;
    }

    private void expect(String wanted) throws UnknownSyntax {
        if (!take(wanted)) {
            throw unknown();
        }
    }

    private UnknownSyntax unknown() {
        return new UnknownSyntax("at " + at);
    }
}
