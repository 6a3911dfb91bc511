package io.selfheal.e2e.lab;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link Lab}. */
final class LabCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<String> missing = AnnotationSupport.findAnnotation(context.getElement(), Lab.class).stream()
                .flatMap(lab -> Stream.of(lab.value()))
                .flatMap(kind -> LabRequirements.missing(kind).stream())
                .distinct()
                .toList();
        return decide(missing, System.getProperty("selfheal.lab", "optional"));
    }

    static ConditionEvaluationResult decide(List<String> missing, String setting) {
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("the laboratory can be opened here");
        }
        String reason = "the laboratory needs " + String.join(", ", missing);
        if (setting.equals("required")) {
            throw new ExtensionConfigurationException(reason + "; and selfheal.lab=required forbids to skip the test");
        }
        return ConditionEvaluationResult.disabled(reason);
    }
}
