package io.selfheal.responder.command;

import io.selfheal.schemas.text.Excerpt;
import java.io.PrintWriter;
import java.util.List;

/** Rows under a heading, each column as wide as its widest cell; cells are made safe for a terminal. */
final class Table {
    private static final int MAX_CELL = 60;

    private Table() {}

    static void print(List<String> heading, List<List<String>> rows, PrintWriter out) {
        int[] widths = new int[heading.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = heading.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], cell(row.get(i)).length());
            }
        }
        line(heading, widths, out);
        rows.forEach(row -> line(row, widths, out));
    }

    private static void line(List<String> cells, int[] widths, PrintWriter out) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String text = cell(cells.get(i));
            line.append(text).append(" ".repeat(widths[i] - text.length() + 2));
        }
        out.println(line.toString().stripTrailing());
    }

    private static String cell(String text) {
        return Excerpt.of(text, MAX_CELL);
    }
}
