package io.selfheal.analyzer.model.live;

import io.selfheal.analyzer.profile.ModelPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Several opinions, one sum of points (ML-03): each part says how unusual a source is between 0 and 1; the weighted mean
 * over the parts that are there makes 0 to 15 points, which are divided among the parts as they contributed. So no part
 * alone gives all points while another one disagrees.
 */
final class Ensemble {
    /** Most points of the model; a policy may allow fewer. */
    static final int CAP = 15;

    static final String FOREST = "isolation-forest";
    static final String ONLINE = "random-cut-forest";
    static final String CLASSIFIER = "classifier";
    private static final Map<String, Double> WEIGHTS = Map.of(FOREST, 0.4, ONLINE, 0.2, CLASSIFIER, 0.4);

    private Ensemble() {}

    /**
     * What one part says.
     *
     * @param name one of the names above
     * @param strength 0 to 1
     * @param score the part's own figure
     * @param version of the model
     */
    record Voice(String name, double strength, double score, String version) {}

    /** Points for each part; their sum is the rounded weighted mean times {@value #CAP}. */
    static List<ModelPart> parts(List<Voice> voices, int second) {
        double weight = voices.stream().mapToDouble(Ensemble::weight).sum();
        double sum = voices.stream().mapToDouble(v -> weight(v) * v.strength()).sum();
        List<ModelPart> parts = new ArrayList<>();
        double spent = 0;
        int given = 0;
        for (Voice voice : voices) {
            spent += sum == 0 ? 0 : weight(voice) * voice.strength() / weight * CAP;
            int points = (int) Math.round(spent) - given;
            given += points;
            parts.add(new ModelPart(voice.name(), points, voice.score(), voice.version(), second));
        }
        return parts;
    }

    private static double weight(Voice voice) {
        return WEIGHTS.getOrDefault(voice.name(), 0.0);
    }
}
