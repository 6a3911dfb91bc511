package io.selfheal.analyzer.stream;

import io.selfheal.schemas.config.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The analyzer's settings. Unknown names under the prefix refuse the start. */
@ConfigMapping(prefix = "selfheal.analyzer")
public interface AnalyzerSettings {
    @Setting(
            doc = "Most source profiles kept as objects in each stream task; the others stay as bytes.",
            value = "100000",
            allowed = "1000 to 1000000")
    @WithDefault("100000")
    int maxLiveProfiles();

    @Setting(
            doc = "Policy file read at the start, before the policy topic; the topic's entries win.",
            allowed = "path of a YAML file")
    Optional<String> policyFile();
}
