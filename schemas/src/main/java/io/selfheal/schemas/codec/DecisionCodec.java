package io.selfheal.schemas.codec;

import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.decide.Lift;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import java.io.IOException;
import java.util.List;

/**
 * Decisions: {@code selfheal.type} is {@code block}, {@code would-block} or {@code lift}, the rest is
 * {@code selfheal.decision}. A simulated block has a type of its own, so that a reader who knows nothing of simulation
 * refuses it instead of enforcing it.
 */
final class DecisionCodec extends DocumentCodec<Decision> {
    static final String NETWORK = "an address like 203.0.113.7 or a network like 203.0.113.0/24 or 2001:db8::/32";
    static final String SCOPE = "fleet, group:NAME, host:NAME";

    @Override
    void write(Decision value, JsonWriter to) throws IOException {
        String type =
                switch (value) {
                    case Block block -> block.simulated() ? "would-block" : "block";
                    case Lift lift -> "lift";
                };
        to.instant("@timestamp", value.issued());
        ecsVersion(to);
        to.begin("event").text("id", value.id()).text("kind", "event");
        to.texts("category", List.of("intrusion_detection"));
        to.texts("type", List.of(value.simulated() ? "info" : value instanceof Block ? "denied" : "allowed"));
        to.text("action", type).text("dataset", "selfheal.decision");
        to.text("reason", reason(value)).end();
        if (value.target().isSingleAddress()) {
            to.begin("source").text("ip", value.target().toString());
            PlaceFields.write(value instanceof Block block ? block.place() : null, to);
            to.end();
        }
        beginOwn(to, type).begin("decision").text("target", value.target().toString());
        to.text("scope", value.scope().toString());
        switch (value) {
            case Block block -> writeBlock(block, to);
            case Lift lift -> writeLift(lift, to);
        }
        to.end().end();
    }

    private static String reason(Decision value) {
        return switch (value) {
            case Block block -> block.reason();
            case Lift lift -> lift.reason();
        };
    }

    private static void writeBlock(Block block, JsonWriter to) throws IOException {
        to.instant("expires", block.expires()).number("score", block.score());
        to.number("offence", block.offence()).text("policy", block.policy());
        to.text("decided_by", block.decidedBy()).textUnlessEmpty("assessment_id", block.assessmentId());
        to.texts("scenarios", block.scenarios());
        SignalFields.write(block.signals(), to);
    }

    private static void writeLift(Lift lift, JsonWriter to) throws IOException {
        to.constant("cause", lift.cause()).text("decided_by", lift.decidedBy());
        if (lift.simulated()) {
            to.flag("simulated", true);
        }
    }

    @Override
    Decision read(Fields document, Fields own) throws DecodeException {
        Fields event = document.in("event");
        Fields d = own.in("decision");
        Cidr target = d.parsed("target", Cidr::parse, NETWORK);
        Scope scope = d.parsed("scope", Scope::parse, SCOPE);
        String type = own.text("type");
        return switch (type) {
            case "block", "would-block" ->
                new Block(
                        event.text("id"),
                        target,
                        scope,
                        document.instant("@timestamp"),
                        d.instant("expires"),
                        d.int32("score"),
                        event.text("reason"),
                        SignalFields.read(d),
                        d.texts("scenarios"),
                        d.text("policy"),
                        d.int32("offence"),
                        d.text("decided_by"),
                        d.textOrEmpty("assessment_id"),
                        PlaceFields.read(document.in("source")),
                        type.equals("would-block"));
            case "lift" ->
                new Lift(
                        event.text("id"),
                        target,
                        scope,
                        document.instant("@timestamp"),
                        d.oneOf("cause", Lift.Cause.class),
                        d.text("decided_by"),
                        event.text("reason"),
                        d.flagOr("simulated", false));
            default -> throw own.wrong("type", type, "block, would-block, lift");
        };
    }
}
