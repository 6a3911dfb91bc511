package io.selfheal.schemas.codec;

import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.Detection;
import io.selfheal.schemas.assess.DetectionMethod;
import io.selfheal.schemas.assess.PlannedAction;
import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.assess.ThreatLevel;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assessments: {@code selfheal.assessment}, and {@code event.risk_score} for a SIEM. */
final class AssessmentCodec extends DocumentCodec<Assessment> {
    @Override
    void write(Assessment value, JsonWriter to) throws IOException {
        to.instant("@timestamp", value.time());
        ecsVersion(to);
        to.begin("event").text("id", value.id()).text("kind", "alert");
        to.texts("category", List.of("threat")).texts("type", List.of("indicator"));
        to.text("dataset", "selfheal.assessment")
                .number("risk_score", value.score())
                .end();
        to.begin("host").text("name", value.host()).end();
        if (value.subject().kind() == Subject.Kind.SOURCE) {
            to.begin("source").text("ip", value.subject().value());
            PlaceFields.write(value.place(), to);
            to.end();
        }
        to.begin("user").text("name", value.userName()).end();
        Detection detection = value.detection();
        if (detection != null) {
            SecurityEventCodec.writeDestination(detection.target(), detection.targetPort(), to);
        }
        beginOwn(to, "assessment").begin("assessment");
        to.begin("subject").constant("kind", value.subject().kind());
        to.text("value", value.subject().value()).end();
        to.number("score", value.score()).constant("level", value.level());
        to.constant("threat_class", value.threatClass()).texts("scenarios", value.scenarios());
        to.texts("plan", value.plan().stream().map(WireName::of).toList());
        to.number("events_24h", value.events24h()).text("event_id", value.eventId());
        to.flag("allowlisted", value.allowlisted()).number("raw_score", value.rawScore());
        if (detection != null) {
            to.constant("detection_method", detection.method()).decimal("confidence", detection.confidence());
        }
        SignalFields.write(value.signals(), to);
        to.end().end();
    }

    /** Null in what was written before assessments said how they came about. */
    private static @Nullable Detection detection(Fields document, Fields assessment) throws DecodeException {
        if (!assessment.has("detection_method")) {
            return null;
        }
        Fields destination = document.in("destination");
        return new Detection(
                assessment.oneOf("detection_method", DetectionMethod.class),
                assessment.decimal("confidence"),
                destination.parsedOrNull("ip", IpAddress::parse, SecurityEventCodec.ADDRESS),
                destination.int32Or("port", 0));
    }

    @Override
    Assessment read(Fields document, Fields own) throws DecodeException {
        Fields a = own.in("assessment");
        Fields subject = a.in("subject");
        return new Assessment(
                document.in("event").text("id"),
                document.instant("@timestamp"),
                new Subject(subject.oneOf("kind", Subject.Kind.class), subject.text("value")),
                (int) a.integer("score", 0, 100),
                a.oneOf("level", ThreatLevel.class),
                a.oneOf("threat_class", ThreatClass.class),
                SignalFields.read(a),
                a.texts("scenarios"),
                a.allOf("plan", PlannedAction.class),
                a.int64("events_24h"),
                a.text("event_id"),
                document.in("host").text("name"),
                document.in("user").textOrNull("name"),
                a.flag("allowlisted"),
                (int) a.integer("raw_score", 0, 100),
                PlaceFields.read(document.in("source")),
                detection(document, a));
    }
}
