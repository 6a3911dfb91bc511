package io.selfheal.analyzer.model.registry;

import io.selfheal.analyzer.model.drift.Distribution;
import io.selfheal.analyzer.model.feature.Feature;
import io.selfheal.schemas.text.Excerpt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a version of the model is made of. It stands beside the ONNX files as {@value #FILE}; a signature covers it, and
 * its hashes cover the files.
 *
 * @param version the folder's name: a time and the beginning of a hash
 * @param created when it was trained or imported
 * @param featureVersion which list of features it takes
 * @param features their names in order
 * @param parts the files; at most one of each role, an isolation forest among them
 * @param training what it was trained on
 * @param reference how features and score were spread then; empty for a model that came without
 */
public record ModelManifest(
        String version,
        Instant created,
        String featureVersion,
        List<String> features,
        List<Part> parts,
        Training training,
        List<Distribution> reference) {
    /** Name of the file that holds it. */
    public static final String FILE = "manifest.json";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");

    public ModelManifest {
        features = List.copyOf(features);
        parts = List.copyOf(parts);
        reference = List.copyOf(reference);
        requireName("version", version);
        if (!featureVersion.equals(Feature.VERSION) || !features.equals(Feature.NAMES)) {
            throw new IllegalArgumentException("the model takes the features of '" + Excerpt.of(featureVersion, 80)
                    + "' (" + features.size() + firstOther(features) + "); allowed: those of " + Feature.VERSION + " ("
                    + Feature.COUNT + ") in their order");
        }
        if (parts.stream().map(Part::role).distinct().count() != parts.size()
                || parts.stream().noneMatch(part -> part.role() == Role.ISOLATION_FOREST)) {
            throw new IllegalArgumentException(
                    "the model has " + parts.size() + " parts; allowed: one isolation forest, at most one classifier");
        }
    }

    /** What a part is for. */
    public enum Role {
        ISOLATION_FOREST("isolation-forest"),
        CLASSIFIER("classifier");

        private final String wireName;

        Role(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /** How the output of a file is to be read. */
    public enum Form {
        /** Between 0 and 1, higher is stranger: the score of the paper; or the probability of an attack. */
        ANOMALY("anomaly"),
        /** scikit-learn's {@code decision_function}: below 0 is an outlier. */
        DECISION_FUNCTION("decision-function");

        private final String wireName;

        Form(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /**
     * One ONNX file.
     *
     * @param role what it is for
     * @param file its name in the version's folder
     * @param sha256 its hash in lower-case hexadecimal digits
     * @param output the graph's output that holds the figure
     * @param form how that is read
     * @param threshold figures above it are unusual; for a decision function scikit-learn's {@code -offset_}
     * @param ceiling figures from here on have all points
     */
    public record Part(
            Role role, String file, String sha256, String output, Form form, double threshold, double ceiling) {
        public Part {
            requireName("file", file);
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(file + ": sha256 is no hash; allowed: 64 hexadecimal digits");
            }
            boolean fits = threshold > 0 && threshold < ceiling && ceiling <= 1;
            if (!fits) {
                throw new IllegalArgumentException(file + ": threshold " + threshold + " and ceiling " + ceiling
                        + " are out of range; allowed: 0 < threshold < ceiling <= 1");
            }
        }

        /** The figure between 0 and 1, whatever form the file gives it in. */
        public double anomaly(float output) {
            return switch (form) {
                case ANOMALY -> output;
                case DECISION_FUNCTION -> threshold - output;
            };
        }

        /** From 0 at the threshold to 1 at the ceiling. */
        public double strength(double anomaly) {
            return Math.clamp((anomaly - threshold) / (ceiling - threshold), 0, 1);
        }
    }

    /**
     * What a model was trained on.
     *
     * @param rows training rows
     * @param sources different sources among them
     * @param rowsSha256 hash of the rows as CSV; empty for an imported model
     * @param contamination share of training rows above the threshold
     * @param labels resolutions that the classifier learned from
     */
    public record Training(long rows, long sources, String rowsSha256, double contamination, int labels) {}

    /** The part of this role, if there is one. */
    public Optional<Part> part(Role role) {
        return parts.stream().filter(part -> part.role() == role).findFirst();
    }

    /** The first feature that is another one than ours, for whoever wonders. */
    private static String firstOther(List<String> features) {
        for (int i = 0; i < Math.min(features.size(), Feature.COUNT); i++) {
            if (!features.get(i).equals(Feature.NAMES.get(i))) {
                return ", number " + (i + 1) + " is '" + Excerpt.of(features.get(i), 80) + "', not '"
                        + Feature.NAMES.get(i) + "'";
            }
        }
        return "";
    }

    /** Whether a text may name a version or file: no path leads out of the registry. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static void requireName(String what, String text) {
        if (!isName(text)) {
            throw new IllegalArgumentException(
                    what + " is no plain name; allowed: 1 to 80 letters, digits, dots, dashes and underscores");
        }
    }
}
