package io.selfheal.schemas.codec;

import io.selfheal.schemas.alert.Alert;
import java.io.IOException;

/** Alerts: {@code message} is the title, {@code labels} are the labels, the rest is {@code selfheal.alert}. */
final class AlertCodec extends DocumentCodec<Alert> {
    @Override
    void write(Alert value, JsonWriter to) throws IOException {
        to.instant("@timestamp", value.time());
        ecsVersion(to);
        to.begin("event").text("id", value.id()).text("kind", "alert").text("dataset", "selfheal.alert");
        to.number("risk_score", value.score()).end();
        to.begin("host").textUnlessEmpty("name", value.host()).end();
        to.begin("user").text("name", value.userName()).end();
        to.text("message", value.title());
        to.textMap("labels", value.labels());
        beginOwn(to, "alert").begin("alert").constant("severity", value.severity());
        to.text("kind", value.kind()).text("grouping_key", value.groupingKey());
        to.text("description", value.description()).text("subject", value.subject());
        to.number("score", value.score()).text("source_module", value.sourceModule());
        SignalFields.write(value.signals(), to);
        to.end().end();
    }

    @Override
    Alert read(Fields document, Fields own) throws DecodeException {
        Fields a = own.in("alert");
        return new Alert(
                document.in("event").text("id"),
                document.instant("@timestamp"),
                a.oneOf("severity", Alert.Severity.class),
                a.text("kind"),
                a.text("grouping_key"),
                document.text("message"),
                a.text("description"),
                a.text("subject"),
                document.in("host").textOrEmpty("name"),
                document.in("user").textOrNull("name"),
                a.int32("score"),
                SignalFields.read(a),
                document.textMap("labels"),
                a.text("source_module"));
    }
}
