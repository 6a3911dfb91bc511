package io.selfheal.agent.config;

import java.util.ArrayList;
import java.util.List;

/** Writes the table of settings for docs/configuration.md from the records that the configuration is bound to. */
public final class ConfigDoc {

    private ConfigDoc() {}

    /**
     * A Markdown table: key, type, default, allowed, meaning; one row a setting, in the order of declaration. A list's
     * elements stand as {@code sources[].path}, a map's as {@code units.<name>.restarts}.
     *
     * @param type a configuration record, or an interface whose methods carry
     *     {@link io.selfheal.schemas.config.Setting}
     */
    public static String markdown(Class<?> type) {
        return markdown("", type);
    }

    /** The same with a prefix before each key, for example {@code selfheal.analyzer}. */
    public static String markdown(String prefix, Class<?> type) {
        List<String> rows = new ArrayList<>();
        rows.add("| key | type | default | allowed | meaning |");
        rows.add("|---|---|---|---|---|");
        Shape.Nested shape = type.isRecord() ? Shape.ofRecord(type) : Shape.ofMapping(type);
        addFields(prefix, shape, rows);
        return String.join("\n", rows) + "\n";
    }

    private static void addFields(String prefix, Shape.Nested shape, List<String> rows) {
        for (Shape.Field field : shape.fields()) {
            String key = prefix.isEmpty() ? field.key() : prefix + "." + field.key();
            add(key, field.shape(), field, rows);
        }
    }

    private static void add(String key, Shape shape, Shape.Field field, List<String> rows) {
        switch (shape) {
            case Shape.One(ScalarType type) -> rows.add(row(key, type.name(), type.allowed(), field));
            case Shape.Maybe(Shape inner) -> add(key, inner, field, rows);
            case Shape.Nested nested -> addFields(key, nested, rows);
            case Shape.ListOf(Shape.One(ScalarType type)) ->
                rows.add(row(key, "list of " + type.name(), "each " + type.allowed(), field));
            case Shape.MapOf(Shape.One(ScalarType type)) ->
                rows.add(row(key + ".<name>", type.name(), type.allowed(), field));
            case Shape.ListOf(Shape element) -> addGroup(key + "[]", "list", element, field, rows);
            case Shape.MapOf(Shape value) -> addGroup(key + ".<name>", "mapping", value, field, rows);
        }
    }

    private static void addGroup(String key, String kind, Shape inner, Shape.Field field, List<String> rows) {
        rows.add(row(key, kind, "", field));
        add(key, inner, field, rows);
    }

    private static String row(String key, String type, String allowed, Shape.Field field) {
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(
                        key,
                        type,
                        defaultText(field),
                        cell(field.allowed().isEmpty() ? allowed : field.allowed()),
                        cell(field.doc()));
    }

    private static String defaultText(Shape.Field field) {
        if (!field.defaultText().isEmpty()) {
            return "`" + cell(field.defaultText()) + "`";
        }
        if (field.nullable() || field.shape() instanceof Shape.Maybe) {
            return "none";
        }
        return switch (field.shape()) {
            case Shape.ListOf list -> "empty";
            case Shape.MapOf map -> "empty";
            case Shape.One one -> "**required**";
            case Shape.Nested nested -> "";
            case Shape.Maybe maybe -> "none";
        };
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }
}
