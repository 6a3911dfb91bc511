package io.selfheal.schemas.codec;

import io.selfheal.schemas.outcome.Outcome;
import java.io.IOException;
import java.util.List;

/** Outcomes: {@code selfheal.outcome}, and {@code event.action} and {@code event.outcome} for a SIEM. */
final class OutcomeCodec extends DocumentCodec<Outcome> {
    @Override
    void write(Outcome value, JsonWriter to) throws IOException {
        to.instant("@timestamp", value.time());
        ecsVersion(to);
        to.begin("event").text("id", value.id()).text("kind", "event");
        to.texts("category", List.of("configuration")).texts("type", List.of("change"));
        to.constant("action", value.action()).text("outcome", ecsOutcome(value.status()));
        to.text("dataset", "selfheal.outcome")
                .textUnlessEmpty("reason", value.reason())
                .end();
        to.begin("host").text("name", value.host()).end();
        beginOwn(to, "outcome").begin("outcome").constant("action", value.action());
        to.text("target", value.target()).constant("status", value.status());
        to.text("decision_id", value.decisionId()).instant("until", value.until());
        if (value.took() != null) {
            to.duration("took", value.took());
        }
        DetailFields.write(value.detail(), to);
        to.end().end();
    }

    private static String ecsOutcome(Outcome.Status status) {
        return switch (status) {
            case APPLIED, ALREADY_IN_FORCE, LIFTED -> "success";
            case REFUSED, FAILED -> "failure";
            case SIMULATED, WAITING, ACCEPTED, SKIPPED_COOLDOWN -> "unknown";
        };
    }

    @Override
    Outcome read(Fields document, Fields own) throws DecodeException {
        Fields o = own.in("outcome");
        return new Outcome(
                document.in("event").text("id"),
                document.instant("@timestamp"),
                document.in("host").text("name"),
                o.oneOf("action", Outcome.ActionKind.class),
                o.text("target"),
                o.oneOf("status", Outcome.Status.class),
                document.in("event").textOrEmpty("reason"),
                o.textOrNull("decision_id"),
                o.instantOrNull("until"),
                o.has("took") ? o.duration("took") : null,
                DetailFields.read(o));
    }
}
