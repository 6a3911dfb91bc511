package io.selfheal.analyzer.scenario;

import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.HttpRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * What remains of a condition for events that are like a given one in the few things that {@link Alike} names: action,
 * outcome, status, method, service, and whether a signature was found. The rest must be asked of each event.
 */
final class Residual {
    private static final Condition ALWAYS = new Condition.Always();
    private static final Condition NEVER = new Condition.Not(ALWAYS);

    private Residual() {}

    static boolean isNever(Condition condition) {
        return condition.equals(NEVER);
    }

    static Condition of(Condition condition, Occurrence sample) {
        return switch (condition) {
            case Condition.All all -> all(all.parts(), sample);
            case Condition.AnyOf any -> any(any.parts(), sample);
            case Condition.Not not -> not(of(not.part(), sample));
            case Condition.FamilyIs family -> sample.hits().isEmpty() ? NEVER : family;
            case Condition.InvalidUser user ->
                sample.event() instanceof Authentication ? known(user.test(sample)) : NEVER;
            case Condition.StatusIn status ->
                sample.event() instanceof HttpRequest ? known(status.test(sample)) : NEVER;
            case Condition.TextIs text -> Alike.knows(text.field()) ? known(text.test(sample)) : text;
            case Condition.Lacks lacks ->
                lacks.fields().stream().allMatch(Alike::knows) ? known(lacks.test(sample)) : lacks;
            case Condition.Always a -> ALWAYS;
            case Condition.ActionIs a -> known(a.test(sample));
            case Condition.OutcomeIs o -> known(o.test(sample));
            case Condition.FailedLogin f -> known(f.test(sample));
            case Condition.PortIn p -> p;
            case Condition.SystemIn s -> s;
            case Condition.Flagged f -> f;
            case Condition.Heard h -> h;
            case Condition.IpVersion v -> v;
            case Condition.Holds h -> h;
        };
    }

    private static Condition all(List<Condition> parts, Occurrence sample) {
        List<Condition> left = new ArrayList<>();
        for (Condition part : parts) {
            Condition rest = of(part, sample);
            if (rest.equals(NEVER)) {
                return NEVER;
            }
            if (!rest.equals(ALWAYS)) {
                left.add(rest);
            }
        }
        return left.isEmpty() ? ALWAYS : left.size() == 1 ? left.getFirst() : new Condition.All(left);
    }

    private static Condition any(List<Condition> parts, Occurrence sample) {
        List<Condition> left = new ArrayList<>();
        for (Condition part : parts) {
            Condition rest = of(part, sample);
            if (rest.equals(ALWAYS)) {
                return ALWAYS;
            }
            if (!rest.equals(NEVER)) {
                left.add(rest);
            }
        }
        return left.isEmpty() ? NEVER : left.size() == 1 ? left.getFirst() : new Condition.AnyOf(left);
    }

    private static Condition not(Condition rest) {
        return rest.equals(ALWAYS) ? NEVER : rest.equals(NEVER) ? ALWAYS : new Condition.Not(rest);
    }

    private static Condition known(boolean holds) {
        return holds ? ALWAYS : NEVER;
    }
}
