package io.selfheal.responder.scan;

import io.selfheal.schemas.outcome.Detail.Finding;
import io.selfheal.schemas.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * What one script of nmap found. Scripts that use nmap's library of weaknesses say it as tables (title, state, ids);
 * of others only what they call vulnerable counts, since most of them talk when they found nothing, too.
 */
final class ScriptResult {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_IDS = 16;
    private static final int MAX_TEXT = 200;
    private static final Pattern ID = Pattern.compile("\\b(CVE-[0-9]{4}-[0-9]{4,7}|EDB-ID:[0-9]+|BID:[0-9]+)\\b");
    private static final Pattern SCORE = Pattern.compile("[0-9]{1,2}(\\.[0-9]{1,2})?");

    private final int port;
    private final String script;
    private final List<Finding> findings = new ArrayList<>();
    private boolean structured;

    /** One table that may describe a weakness. */
    private static final class Table {
        String title = "";
        String state = "";

        @Nullable
        String cvss;

        final List<String> ids = new ArrayList<>();
    }

    private ScriptResult(int port, String script) {
        this.port = port;
        this.script = script;
    }

    /** Reads to the script's end. */
    static List<Finding> read(XMLStreamReader xml, int port, String script, String output) throws XMLStreamException {
        ScriptResult result = new ScriptResult(port, script);
        result.table(xml, new Table(), 0);
        if (!result.structured && isVulnerable(output)) {
            result.findings.add(new Finding(
                    port, script, Excerpt.of(firstLine(output), MAX_TEXT), "VULNERABLE", ids(output), null));
        }
        return result.findings;
    }

    private void table(XMLStreamReader xml, Table table, int depth) throws XMLStreamException {
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    String said = xml.getAttributeValue(null, "key");
                    String key = said == null ? "" : Excerpt.of(said, MAX_TEXT);
                    if (xml.getLocalName().equals("elem")) {
                        element(table, key, Excerpt.of(xml.getElementText(), MAX_TEXT));
                    } else {
                        inner(xml, table, key, depth);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return;
                }
                default -> {}
            }
        }
    }

    /** Lists of ids, dates, references belong to the table around them; others are weaknesses of their own. */
    private void inner(XMLStreamReader xml, Table around, String key, int depth) throws XMLStreamException {
        if (depth >= MAX_DEPTH) {
            throw new XMLStreamException("a script's result is nested too deeply");
        }
        if (key.equals("ids")) {
            Table list = new Table();
            table(xml, list, depth + 1);
            list.ids.forEach(id -> add(around, id));
            return;
        }
        Table own = new Table();
        table(xml, own, depth + 1);
        if (!own.state.isEmpty() || own.cvss != null) {
            structured = true;
            boolean there = own.state.isEmpty() || isVulnerable(own.state);
            if (there) {
                List<String> ids = own.ids.isEmpty() ? ids(key) : own.ids;
                String title = own.title.isEmpty() ? String.join(", ", ids.isEmpty() ? List.of(key) : ids) : own.title;
                findings.add(new Finding(port, script, title, own.state, ids, own.cvss));
            }
        }
    }

    private static void element(Table table, String key, String text) {
        switch (key) {
            case "title" -> table.title = text;
            case "state" -> table.state = text.toUpperCase(Locale.ROOT);
            case "cvss" -> table.cvss = SCORE.matcher(text).matches() ? text : null;
            case "id" -> add(table, text);
            // In a list of ids, elements have no names.
            case "" -> add(table, text.startsWith("CVE:") ? text.substring(4) : text);
            default -> {}
        }
    }

    private static void add(Table table, String id) {
        if (table.ids.size() < MAX_IDS) {
            table.ids.add(id);
        }
    }

    private static boolean isVulnerable(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return upper.contains("VULNERABLE") && !upper.contains("NOT VULNERABLE");
    }

    private static List<String> ids(String text) {
        List<String> ids = new ArrayList<>();
        for (Matcher matcher = ID.matcher(text); matcher.find() && ids.size() < MAX_IDS; ) {
            if (!ids.contains(matcher.group())) {
                ids.add(matcher.group());
            }
        }
        return ids;
    }

    private static String firstLine(String output) {
        return output.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }
}
