package io.selfheal.standalone.broker;

import io.selfheal.schemas.text.Excerpt;
import io.selfheal.schemas.topic.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Who is in a role.
 *
 * @param principal as Kafka's brokers know him, {@code User:} and a name; for certificates the distinguished name
 */
record RoleHolder(Role role, String principal) {
    private static final int MAX_PRINCIPAL = 512;

    /** The names of all roles. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            super(Arrays.stream(Role.values()).map(Role::moduleName).toList());
        }
    }

    /** Each role's principals; a role that nobody was named for has the one that is called like it. */
    static Map<Role, List<String>> byRole(List<RoleHolder> holders) {
        Map<Role, List<String>> all = new EnumMap<>(Role.class);
        holders.forEach(holder ->
                all.computeIfAbsent(holder.role(), role -> new ArrayList<>()).add(holder.principal()));
        for (Role role : Role.values()) {
            all.putIfAbsent(role, List.of("User:" + role.moduleName()));
        }
        return all;
    }

    /** Reads {@code ROLE=PRINCIPAL}. */
    static final class Converter implements ITypeConverter<RoleHolder> {
        @Override
        public RoleHolder convert(String value) {
            int equals = value.indexOf('=');
            String principal = value.substring(equals + 1);
            if (equals < 0 || !principal.matches("User:[^\\p{Cntrl}]{1," + MAX_PRINCIPAL + "}")) {
                throw new TypeConversionException(
                        "'" + Excerpt.of(value, 60) + "' is no principal; allowed: ROLE=User:NAME");
            }
            String name = value.substring(0, equals);
            return Arrays.stream(Role.values())
                    .filter(role -> role.moduleName().equals(name))
                    .findFirst()
                    .map(role -> new RoleHolder(role, principal))
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + Excerpt.of(name, 60) + "' is no role; allowed: " + String.join(", ", new Names())));
        }
    }
}
