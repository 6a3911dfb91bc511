package io.selfheal.analyzer.profile;

import io.selfheal.schemas.assess.ThreatClass;
import java.time.Instant;

/**
 * The worst thing that a source did in the look-back, so that a verdict or a model that comes later can be added to it.
 *
 * @param claim what gave the base score: a threat type, scenario or signature
 * @param base its base score
 * @param frequency points that the frequency factor added
 * @param pattern points of the brute-force pattern
 * @param threatClass its class
 * @param time event time
 * @param host where it happened
 * @param eventId the event
 */
public record Standing(
        String claim,
        int base,
        int frequency,
        int pattern,
        ThreatClass threatClass,
        Instant time,
        String host,
        String eventId) {
    private static final int MAX_TEXT = 100;

    public int raw() {
        return base + frequency + pattern;
    }

    void write(Packer out) {
        out.text(claim, MAX_TEXT).number(base).number(frequency).number(pattern);
        out.text(threatClass.name(), MAX_TEXT).number(time.toEpochMilli());
        out.text(host, MAX_TEXT).text(eventId, MAX_TEXT);
    }

    static Standing read(Unpacker in) {
        return new Standing(
                in.text(),
                in.number(100),
                in.number(10_000),
                in.number(100),
                ThreatClass.valueOf(in.text()),
                Instant.ofEpochMilli(in.number()),
                in.text(),
                in.text());
    }
}
