package io.selfheal.analyzer.rules;

import io.selfheal.analyzer.scenario.Scenario;
import io.selfheal.analyzer.signature.Signature;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.schemas.rules.RuleKind;
import io.selfheal.schemas.rules.RulePlace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Whose rule counts where several files have one of the same kind and id. */
final class Overrides {
    /** The file whose rule is in force, by kind and id. */
    private final Map<Id, RuleFile> owners = new HashMap<>();

    private final Set<Id> disabled = new HashSet<>();

    private record Id(RuleKind kind, String id) {}

    private Overrides() {}

    static Overrides of(List<RuleFile> shipped, List<RuleFile> others) throws RuleException {
        Overrides overrides = new Overrides();
        for (RuleFile file : shipped) {
            overrides.take(file, Set.of());
        }
        Set<Id> ofShipped = Set.copyOf(overrides.owners.keySet());
        for (RuleFile file : others) {
            overrides.take(file, ofShipped);
        }
        for (RuleFile file : others) {
            overrides.disable(file);
        }
        return overrides;
    }

    private void take(RuleFile file, Set<Id> mayReplace) throws RuleException {
        Set<Id> own = new HashSet<>();
        for (String id : ids(file).toList()) {
            Id key = new Id(file.kind(), id);
            RuleFile owner = owners.get(key);
            if (!own.add(key) || (owner != null && !mayReplace.contains(key))) {
                String other = owner == null ? "" : ", also in " + owner.name();
                throw new RuleException(
                        place(file, id),
                        "the " + file.kind().wireName() + " " + id + " stands twice" + other + "; allowed: once");
            }
        }
        own.forEach(key -> owners.put(key, file));
    }

    private void disable(RuleFile file) throws RuleException {
        for (String id : file.disabled()) {
            Id key = new Id(file.kind(), id);
            if (!owners.containsKey(key)) {
                throw new RuleException(
                        place(file, id),
                        "the " + file.kind().wireName() + " " + id
                                + " is turned off here, but there is none; allowed: the id of one that is in force");
            }
            disabled.add(key);
        }
    }

    boolean isInForce(RuleKind kind, String id, RuleFile file) {
        Id key = new Id(kind, id);
        return file.equals(owners.get(key)) && !disabled.contains(key);
    }

    private static Stream<String> ids(RuleFile file) {
        return Stream.concat(
                file.scenarios().stream().map(Scenario::id),
                file.signatures().stream().map(Signature::id));
    }

    private static RulePlace place(RuleFile file, String id) {
        return file.positions().ofId(file.kind().wireName() + "s", id);
    }
}
