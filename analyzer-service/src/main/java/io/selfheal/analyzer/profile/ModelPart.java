package io.selfheal.analyzer.profile;

/**
 * What one part of the anomaly model thinks of a source.
 *
 * @param name the part, for example {@code isolation-forest}
 * @param points what it adds to the score; the points of all parts stay within the policy's cap
 * @param score the part's own figure
 * @param version of the model that gave it
 * @param second event time of what it looked at
 */
public record ModelPart(String name, int points, double score, String version, int second) {
    private static final int MAX_TEXT = 80;
    private static final int MAX_POINTS = 15;

    void write(Packer out) {
        out.text(name, MAX_TEXT).number(points).word(Float.floatToIntBits((float) score));
        out.text(version, MAX_TEXT).number(second);
    }

    static ModelPart read(Unpacker in) {
        return new ModelPart(
                in.text(),
                in.number(MAX_POINTS),
                Float.intBitsToFloat(in.word()),
                in.text(),
                in.number(Integer.MAX_VALUE));
    }
}
