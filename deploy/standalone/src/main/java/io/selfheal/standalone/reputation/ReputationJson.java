package io.selfheal.standalone.reputation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.selfheal.analyzer.profile.Reputation;
import io.selfheal.analyzer.profile.Tally;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.event.Place;
import io.selfheal.schemas.verdict.Finding;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code reputation --json}: one object. */
final class ReputationJson {
    private final JsonGenerator json;

    private ReputationJson(JsonGenerator json) {
        this.json = json;
    }

    static String of(KnownSource known) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            new ReputationJson(json).write(known);
        }
        return text.toString();
    }

    private void write(KnownSource known) throws IOException {
        json.writeStartObject();
        json.writeStringField("ip", known.source().toString());
        json.writeBooleanField("known", known.isKnown());
        profile(known.reputation());
        json.writeBooleanField("is_blocked", known.blocked().isPresent());
        block("block", known.blocked());
        json.writeBooleanField("would_be_blocked", known.wouldBeBlocked().isPresent());
        block("simulated_block", known.wouldBeBlocked());
        json.writeBooleanField("is_allowlisted", known.allowlisted());
        if (known.allowedBy() != null) {
            json.writeStringField("allowlisted_as", known.allowedBy().label());
        }
        place(known.where());
        json.writeArrayFieldStart("enrichment");
        if (known.verdict() != null) {
            for (Finding finding : known.verdict().findings()) {
                finding(finding);
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("history");
        for (Assessment seen : known.history()) {
            assessment(seen);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void profile(@Nullable Reputation reputation) throws IOException {
        json.writeNumberField("score", reputation == null ? 0 : reputation.score());
        json.writeStringField("level", reputation == null ? "low" : lower(reputation.level()));
        json.writeNumberField("total_events", reputation == null ? 0 : reputation.totalEvents());
        json.writeNumberField("recent_events_24h", reputation == null ? 0 : reputation.events24h());
        time("last_seen", reputation == null ? null : reputation.lastSeen());
        json.writeNumberField("offences", reputation == null ? 0 : reputation.offences());
        json.writeObjectFieldStart("counts_24h");
        for (Tally tally : Tally.values()) {
            if (tally != Tally.THREATS && reputation != null) {
                json.writeNumberField(lower(tally), reputation.last24h().getOrDefault(tally, 0));
            }
        }
        json.writeEndObject();
    }

    private void block(String field, Optional<Block> found) throws IOException {
        if (found.isEmpty()) {
            json.writeNullField(field);
            return;
        }
        Block block = found.get();
        json.writeObjectFieldStart(field);
        json.writeStringField("target", block.key());
        time("issued", block.issued());
        time("expires", block.expires());
        json.writeStringField("scope", block.scope().toString());
        json.writeNumberField("offence", block.offence());
        json.writeNumberField("score", block.score());
        json.writeStringField("reason", block.reason());
        json.writeStringField("decided_by", block.decidedBy());
        json.writeEndObject();
    }

    private void place(Optional<Place> found) throws IOException {
        if (found.isEmpty()) {
            return;
        }
        Place place = found.get();
        json.writeStringField("country", place.country());
        if (place.asNumber() != 0) {
            json.writeNumberField("as_number", place.asNumber());
            json.writeStringField("as_organization", place.asOrganization());
        }
    }

    private void finding(Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("provider", finding.provider());
        json.writeStringField("opinion", lower(finding.opinion()));
        json.writeNumberField("points", finding.points());
        json.writeStringField("summary", finding.summary());
        time("checked", finding.checkedAt());
        time("expires", finding.expires());
        json.writeEndObject();
    }

    private void assessment(Assessment seen) throws IOException {
        json.writeStartObject();
        time("time", seen.time());
        json.writeStringField("event_type", lower(seen.threatClass()));
        json.writeStringField("severity", lower(seen.level()));
        json.writeNumberField("score", seen.score());
        json.writeStringField("host", seen.host());
        json.writeArrayFieldStart("scenarios");
        for (String scenario : seen.scenarios()) {
            json.writeString(scenario);
        }
        json.writeEndArray();
        json.writeStringField("details", ReputationText.details(seen));
        json.writeEndObject();
    }

    private void time(String field, @Nullable Instant time) throws IOException {
        json.writeStringField(field, time == null ? null : time.toString());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
