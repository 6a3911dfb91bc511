package io.selfheal.agent.config;

import io.selfheal.schemas.config.Setting;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a Java type is written in YAML. Binding and documentation both walk this tree. */
sealed interface Shape {

    /** One value. */
    record One(ScalarType type) implements Shape {}

    record ListOf(Shape element) implements Shape {}

    /** Free keys, all values alike. */
    record MapOf(Shape value) implements Shape {}

    /** A value that may be left out, bound to {@link Optional}. */
    record Maybe(Shape value) implements Shape {}

    /** Fixed keys, in the order of declaration. */
    record Nested(Class<?> type, List<Field> fields) implements Shape {
        public Nested {
            fields = List.copyOf(fields);
        }

        Optional<Field> field(String key) {
            return fields.stream().filter(field -> field.key().equals(key)).findFirst();
        }
    }

    /**
     * One setting.
     *
     * @param key as written in the file, kebab-case
     * @param name the record component's name
     * @param nullable annotated {@code @Nullable}: may be left out
     * @param defaultText the default as written in a file, empty for none
     * @param allowed the setting's own words for what is allowed, empty for the type's
     */
    record Field(
            String key, String name, Shape shape, boolean nullable, String doc, String defaultText, String allowed) {

        private static Field of(String name, Type type, AnnotatedType annotated, AnnotatedElement element) {
            Setting setting = element.getAnnotation(Setting.class);
            return new Field(
                    kebab(name),
                    name,
                    Shape.of(type),
                    annotated.isAnnotationPresent(Nullable.class),
                    setting == null ? "" : setting.doc(),
                    setting == null ? "" : setting.value(),
                    setting == null ? "" : setting.allowed());
        }
    }

    /** The shape of a configuration record. */
    static Nested ofRecord(Class<?> type) {
        List<Field> fields = Arrays.stream(type.getRecordComponents())
                .map(component -> field(component))
                .toList();
        return new Nested(type, fields);
    }

    /** The shape of a configuration mapping interface, in alphabetical order since methods have none of their own. */
    static Nested ofMapping(Class<?> type) {
        List<Field> fields = Arrays.stream(type.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> Field.of(
                        method.getName(), method.getGenericReturnType(), method.getAnnotatedReturnType(), method))
                .toList();
        return new Nested(type, fields);
    }

    private static Field field(RecordComponent component) {
        return Field.of(component.getName(), component.getGenericType(), component.getAnnotatedType(), component);
    }

    /** @throws IllegalArgumentException for a type that configuration cannot have: a mistake in our records */
    static Shape of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic);
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException("not a configuration type: " + type.getTypeName());
        }
        Optional<ScalarType> scalar = ScalarType.of(plain);
        if (scalar.isPresent()) {
            return new One(scalar.get());
        }
        if (plain.isRecord()) {
            return ofRecord(plain);
        }
        if (plain.isInterface()) {
            return ofMapping(plain);
        }
        throw new IllegalArgumentException("not a configuration type: " + type.getTypeName());
    }

    private static Shape ofGeneric(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == List.class) {
            return new ListOf(of(arguments[0]));
        }
        if (type.getRawType() == Optional.class) {
            return new Maybe(of(arguments[0]));
        }
        if (type.getRawType() == Map.class && arguments[0] == String.class) {
            return new MapOf(of(arguments[1]));
        }
        throw new IllegalArgumentException("not a configuration type: " + type.getTypeName());
    }

    private static String kebab(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
