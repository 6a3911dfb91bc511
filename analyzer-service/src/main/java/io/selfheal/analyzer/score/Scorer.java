package io.selfheal.analyzer.score;

import io.selfheal.analyzer.profile.ModelPart;
import io.selfheal.analyzer.profile.Opinion;
import io.selfheal.analyzer.profile.Standing;
import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.Signal;
import io.selfheal.schemas.policy.ScoringPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Section C of the requirements: the base score of the strongest claim, times the frequency factor, plus the
 * brute-force pattern, plus the model, plus threat intelligence; cut to whole points, capped at 100. Every part is a
 * signal with its points.
 */
public final class Scorer {
    private static final int CAP = 100;
    /** 45 times 1.4 is 63, not the 62.99… of binary fractions. */
    private static final double ROUNDING = 1e-9;

    private Scorer() {}

    /**
     * What happened around an event.
     *
     * @param events24h events with a base score in the look-back, this one included
     * @param failedLogins failed logins in the brute-force window, this one included
     * @param model what the parts of the anomaly model think; empty without one
     * @param opinions what threat intelligence says
     */
    public record Context(int events24h, int failedLogins, List<ModelPart> model, List<Opinion> opinions) {
        public Context {
            model = List.copyOf(model);
            opinions = List.copyOf(opinions);
        }
    }

    /**
     * What an event is worth, before anybody asked why: most events say nothing new, and need no signals.
     *
     * @param raw 0 to 100, after the cap and before the allowlist
     * @param standing the part of it that later verdicts are added to
     */
    public record Weight(
            int raw, Standing standing, int best, List<Claim> claims, Context context, ScoringPolicy policy) {
        /** The same with everything that made it. */
        public Score explained() {
            return explain(this);
        }
    }

    /**
     * Scores an event.
     *
     * @param claims at least one, the strongest first; the first of those that score highest is taken
     */
    public static Score score(List<Claim> claims, Context context, ScoringPolicy policy) {
        return weigh(claims, context, policy).explained();
    }

    /** The numbers of {@link #score} alone. */
    public static Weight weigh(List<Claim> claims, Context context, ScoringPolicy policy) {
        int best = 0;
        for (int i = 1; i < claims.size(); i++) {
            if (scaled(claims.get(i), context, policy) > scaled(claims.get(best), context, policy)) {
                best = i;
            }
        }
        Claim top = claims.get(best);
        Evidence evidence = top.evidence();
        int scaled = scaled(top, context, policy);
        int pattern = context.failedLogins() >= policy.failedLoginThreshold() ? policy.patternBonus() : 0;
        Standing standing = new Standing(
                top.name(),
                top.base(),
                scaled - top.base(),
                pattern,
                top.threatClass(),
                evidence.time(),
                evidence.host(),
                evidence.ref());
        int sum = top.base() + Math.max(0, standing.frequency()) + pattern;
        int left = policy.modelCap();
        for (int i = 0; i < context.model().size(); i++) {
            left -= Math.clamp(context.model().get(i).points(), 0, left);
        }
        sum += policy.modelCap() - left;
        for (int i = 0; i < context.opinions().size(); i++) {
            sum += pointsOf(context.opinions().get(i), policy, evidence.time());
        }
        return new Weight(Math.min(CAP, sum), standing, best, claims, context, policy);
    }

    private static Score explain(Weight weight) {
        List<Claim> claims = weight.claims();
        Context context = weight.context();
        ScoringPolicy policy = weight.policy();
        Standing standing = weight.standing();
        int best = weight.best();
        int pattern = standing.pattern();
        Claim top = claims.get(best);
        Evidence evidence = top.evidence();
        List<Signal> signals = new ArrayList<>();
        signals.add(signal(top, top.base()));
        addFrequency(signals, standing, context.events24h(), policy);
        if (pattern > 0) {
            signals.add(plain(
                    "brute-force-pattern",
                    pattern,
                    context.failedLogins() + " failed logins within "
                            + policy.bruteForceWindow().toSeconds() + " seconds",
                    policy.version(),
                    evidence));
        }
        addModel(signals, context.model(), policy);
        addOpinions(signals, context.opinions(), policy, evidence.time());
        for (int i = 0; i < claims.size(); i++) {
            if (i != best) {
                signals.add(signal(claims.get(i), 0));
            }
        }
        addConsulted(signals, context.opinions(), policy, top.evidence().time());
        return new Score(total(signals), signals, standing);
    }

    private static int scaled(Claim claim, Context context, ScoringPolicy policy) {
        int times = Math.max(1, context.events24h() - claim.counted() + 1);
        return (int) (claim.base() * policy.frequencyFactor(times) + ROUNDING);
    }

    /** Scores what a source did before anew, after a verdict or the model's opinion about it arrived. */
    public static Score again(
            Standing standing, List<ModelPart> model, List<Opinion> opinions, ScoringPolicy policy, Instant now) {
        Evidence evidence = new Evidence(standing.eventId(), standing.time(), standing.host(), "");
        List<Signal> signals = new ArrayList<>();
        signals.add(plain(standing.claim(), standing.base(), "the worst of the last day", policy.version(), evidence));
        addFrequency(signals, standing, 0, policy);
        if (standing.pattern() > 0) {
            signals.add(plain(
                    "brute-force-pattern",
                    standing.pattern(),
                    "failed logins in quick succession",
                    policy.version(),
                    evidence));
        }
        addModel(signals, model, policy);
        addOpinions(signals, opinions, policy, now);
        addConsulted(signals, opinions, policy, now);
        return new Score(total(signals), signals, standing);
    }

    private static void addFrequency(List<Signal> signals, Standing standing, int events, ScoringPolicy policy) {
        if (standing.frequency() > 0) {
            Evidence evidence = new Evidence(standing.eventId(), standing.time(), standing.host(), "");
            String reason = events > 0 ? events + " events within a day" : "repeated within a day";
            signals.add(plain("frequency", standing.frequency(), reason, policy.version(), evidence));
        }
    }

    /** Every part is recorded with its score and version (ML-19), also those without points. */
    private static void addModel(List<Signal> signals, List<ModelPart> model, ScoringPolicy policy) {
        int left = policy.modelCap();
        for (ModelPart part : model) {
            int points = Math.clamp(part.points(), 0, left);
            left -= points;
            Evidence evidence = new Evidence(
                    part.version(),
                    Instant.ofEpochSecond(part.second()),
                    "",
                    String.format(Locale.ROOT, "score %.4f", part.score()));
            String reason = points > 0 ? "behaves unlike other sources" : "behaves like other sources";
            signals.add(plain(Signal.MODEL + part.name(), points, reason, part.version(), evidence));
        }
    }

    private static void addOpinions(List<Signal> signals, List<Opinion> opinions, ScoringPolicy policy, Instant now) {
        for (Opinion opinion : opinions) {
            int points = pointsOf(opinion, policy, now);
            if (points > 0) {
                Evidence evidence = new Evidence(opinion.provider(), opinion.checkedAt(), "", opinion.summary());
                signals.add(plain(
                        opinion.provider(),
                        points,
                        "threat intelligence calls it malicious",
                        policy.version(),
                        evidence));
            }
        }
    }

    /** Who was asked and has nothing against it (ENR-02): whoever stands nowhere was not consulted, or did not answer. */
    private static void addConsulted(List<Signal> signals, List<Opinion> opinions, ScoringPolicy policy, Instant now) {
        for (Opinion opinion : opinions) {
            if (opinion.points() == 0 && now.isBefore(opinion.expires())) {
                signals.add(plain(
                        Signal.CONSULTED + opinion.provider(),
                        0,
                        "threat intelligence does not call it malicious",
                        policy.version(),
                        new Evidence(opinion.provider(), opinion.checkedAt(), "", opinion.summary())));
            }
        }
    }

    private static int pointsOf(Opinion opinion, ScoringPolicy policy, Instant now) {
        int points = Math.min(opinion.points(), policy.providerCap());
        return points > 0 && now.isBefore(opinion.expires()) ? points : 0;
    }

    private static int total(List<Signal> signals) {
        return Math.min(CAP, signals.stream().mapToInt(Signal::points).sum());
    }

    private static Signal signal(Claim claim, int points) {
        return new Signal(
                claim.name(), points, claim.reason(), claim.technique(), claim.version(), List.of(claim.evidence()));
    }

    private static Signal plain(String name, int points, String reason, String version, Evidence evidence) {
        return new Signal(name, points, reason, null, version, List.of(evidence));
    }
}
