package io.selfheal.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.agent.config.ConfigDoc;
import io.selfheal.analyzer.stream.AnalyzerSettings;
import io.selfheal.collector.CollectorConfig;
import io.selfheal.enrichment.config.EnrichmentConfig;
import io.selfheal.notifier.config.NotifierConfig;
import io.selfheal.responder.care.CareConfig;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.schemas.config.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/configuration.md, and the services' defaults, against the settings in the code. */
class ConfigurationReferenceTest {

    private static final MadeDocument DOCUMENT = new MadeDocument("configuration.md");
    private static final String INTRODUCTION = """
            # Configuration

            This page is generated from the code (`ConfigurationReferenceTest`); a default or a bound that stands here is the
            one that runs.

            The agents read a YAML file. An unknown key, a wrong value or a missing one refuses the start, and every
            mistake is named at once with file, line, key, value and what is allowed. A file is at most 1 MiB of UTF-8;
            YAML tags are refused.

            The services take their settings as every Quarkus application does: environment variables
            (`selfheal.analyzer.max-live-profiles` is `SELFHEAL_ANALYZER_MAX_LIVE_PROFILES`), system properties, or
            `config/application.properties` beside the application.
            """;

    /** One component's settings; an agent's have no prefix, since its file holds nothing else. */
    record Chapter(String title, Class<?> settings) {
        String markdown() {
            ConfigMapping mapping = settings.getAnnotation(ConfigMapping.class);
            return "\n## " + title + "\n\n" + ConfigDoc.markdown(mapping == null ? "" : mapping.prefix(), settings);
        }

        @Override
        public String toString() {
            return title;
        }
    }

    private static List<Chapter> chapters() {
        return List.of(
                new Chapter("collector-agent: `collector.yaml`", CollectorConfig.class),
                new Chapter("responder-agent: `responder.yaml`", ResponderConfig.class),
                new Chapter("`selfheal backup` and `selfheal check`: `care.yaml`", CareConfig.class),
                new Chapter("analyzer-service", AnalyzerSettings.class),
                new Chapter("enrichment-service", EnrichmentConfig.class),
                new Chapter("notifier-service", NotifierConfig.class));
    }

    private static Stream<Chapter> services() {
        return chapters().stream().filter(chapter -> chapter.settings().isAnnotationPresent(ConfigMapping.class));
    }

    @Test
    void theReferenceSaysWhatTheCodeSays() throws IOException {
        String expected =
                INTRODUCTION + chapters().stream().map(Chapter::markdown).collect(Collectors.joining());

        DOCUMENT.requireIs(expected, ConfigurationReferenceTest.class);
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServicesDefaultIsTheOneItsSettingNames(Chapter service) {
        assertDefaultsAgree(service.settings());
    }

    private static void assertDefaultsAgree(Class<?> mapping) {
        for (Method method : mapping.getMethods()) {
            if (!Modifier.isAbstract(method.getModifiers())) {
                continue;
            }
            Class<?> type = method.getReturnType();
            if (type.isInterface() && type.getPackageName().startsWith("io.selfheal.")) {
                assertDefaultsAgree(type);
                continue;
            }
            Setting setting = method.getAnnotation(Setting.class);
            assertThat(setting).as("%s needs @Setting", method).isNotNull();
            assertThat(setting.doc()).as("what %s is", method).isNotBlank();
            assertThat(setting.allowed()).as("what %s allows", method).isNotBlank();
            WithDefault bound = method.getAnnotation(WithDefault.class);
            assertThat(bound == null ? "" : bound.value())
                    .as("default of %s", method)
                    .isEqualTo(setting.value());
        }
    }
}
