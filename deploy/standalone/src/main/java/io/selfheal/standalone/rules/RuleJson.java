package io.selfheal.standalone.rules;

import com.fasterxml.jackson.core.JsonGenerator;
import io.selfheal.schemas.rules.RulePlace;
import io.selfheal.schemas.rules.RuleRefusal;
import java.io.IOException;
import java.util.List;

/** What the JSON of all commands about rules shares. */
final class RuleJson {
    private RuleJson() {}

    static void place(JsonGenerator out, RulePlace place) throws IOException {
        out.writeStringField("file", place.file());
        out.writeNumberField("line", place.line());
        out.writeNumberField("column", place.column());
    }

    static void refusals(JsonGenerator out, List<RuleRefusal> refusals) throws IOException {
        out.writeArrayFieldStart("refused");
        for (RuleRefusal refusal : refusals) {
            out.writeStartObject();
            out.writeStringField("file", refusal.file());
            out.writeStringField("message", refusal.message());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
