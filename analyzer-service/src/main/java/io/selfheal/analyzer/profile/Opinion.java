package io.selfheal.analyzer.profile;

import java.time.Instant;

/**
 * What a provider said about the source.
 *
 * @param provider its name
 * @param points that it added to the score, 0 to 20
 * @param summary one sentence
 * @param checkedAt when it was asked
 * @param expires when it no longer counts
 */
public record Opinion(String provider, int points, String summary, Instant checkedAt, Instant expires) {
    private static final int MAX_TEXT = 120;
    /** With the provider's page; evidence holds no longer text. */
    private static final int MAX_SUMMARY = 200;

    void write(Packer out) {
        out.text(provider, MAX_TEXT).number(points).text(summary, MAX_SUMMARY);
        out.number(checkedAt.toEpochMilli()).number(expires.toEpochMilli());
    }

    static Opinion read(Unpacker in) {
        return new Opinion(
                in.text(),
                in.number(20),
                in.text(),
                Instant.ofEpochMilli(in.number()),
                Instant.ofEpochMilli(in.number()));
    }
}
