package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.profile.SubjectKey;
import io.selfheal.analyzer.scenario.Questions.Question;
import java.util.Arrays;
import java.util.List;

/**
 * What an event asks, sorted by whose profile answers: of a dozen questions about a failed login its account answers
 * two, its network one. Immutable.
 */
final class Asked {
    private static final Question[] NONE = {};

    private final Question[] all;
    /** By the one part that is the key. */
    private final Question[][] ofPart = new Question[ScenarioKey.Part.values().length][];
    /** Those whose key has several parts. */
    private final Question[] composite;

    Asked(List<Question> questions) {
        all = questions.toArray(Question[]::new);
        composite = questions.stream()
                .filter(question -> question.scenario().key().isComposite())
                .toArray(Question[]::new);
        for (ScenarioKey.Part part : ScenarioKey.Part.values()) {
            ofPart[part.slot()] = questions.stream()
                    .filter(question -> question.scenario().key().parts().equals(List.of(part)))
                    .toArray(Question[]::new);
        }
    }

    /** All, in the order of their files. */
    Question[] all() {
        return all;
    }

    /**
     * Those for which the event was told to this profile. Of one kind an event has one value: there is but one key of
     * it, whose profile this is. Which combination a profile is of, its key tells.
     */
    Question[] by(SourceProfile profile, Occurrence occurrence) {
        if (!SubjectKey.isComposite(profile.key())) {
            return ofPart[ScenarioKey.Part.of(profile.subject()).slot()];
        }
        if (composite.length == 0) {
            return NONE;
        }
        ScenarioKey.Parts parts = new ScenarioKey.Parts(occurrence, new KeyTexts());
        return Arrays.stream(composite)
                .filter(question ->
                        profile.key().equals(question.scenario().key().of(parts)))
                .toArray(Question[]::new);
    }
}
