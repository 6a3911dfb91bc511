package io.selfheal.analyzer.stream;

import io.selfheal.schemas.config.Setting;
import io.selfheal.service.plugin.PluginsConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
            doc = "Most memory that all source profiles of the process take as bytes; groups may take a quarter of it"
                    + " beside. Above it those of least worth are forgotten.",
            value = "256",
            allowed = "16 to 65536, in MiB")
    @WithDefault("256")
    int maxProfileMebibytes();

    @Setting(
            doc = "Policy file read at the start, before the policy topic; the topic's entries win.",
            allowed = "path of a YAML file")
    Optional<String> policyFile();

    @Setting(
            doc =
                    "Folder of your own scenarios and signatures, over those that ship; read at the start and again when its"
                            + " files change. It must belong to root or to this service's user.",
            value = "/etc/selfheal/rules.d",
            allowed = "path of a folder; it need not exist")
    @WithDefault("/etc/selfheal/rules.d")
    String rulesDirectory();

    @Setting(
            doc = "Ed25519 private key (PKCS#8 PEM, mode 0600) that signs decisions; unsigned if left out.",
            allowed = "path of a key file")
    Optional<String> signingKey();

    @Setting(
            doc = "Name under which responders know the public key.",
            value = "analyzer",
            allowed = "1 to 64 of a-z 0-9 . -")
    @WithDefault("analyzer")
    String signingKeyId();

    @Setting(
            doc =
                    "Databases of addresses in MaxMind's format (.mmdb), for countries, places and autonomous systems; the"
                            + " first one that knows wins. Read anew when a file changes. Off if left out.",
            allowed = "up to 4 paths, separated by commas")
    Optional<List<String>> geoDatabases();

    @Setting(doc = "How often the databases' files are looked at for changes.", value = "30s", allowed = "1s to 1d")
    @WithDefault("30s")
    Duration geoCheckEvery();

    @Setting(doc = "Detectors of plugins.")
    PluginsConfig plugins();

    @Setting(
            doc =
                    "Folder of the anomaly model's versions (selfheal train, selfheal model); its active version scores. Looked"
                            + " at every 10 seconds. Without it there is no trained model.",
            allowed = "path of a folder")
    Optional<String> modelRegistry();

    @Setting(
            doc = "Public keys (PEM) of which one must have signed a version of the model, by name. Without any, hashes"
                    + " alone are checked.",
            allowed = "NAME=path of a key file")
    Map<String, String> modelKeys();

    @Setting(doc = "Training of new versions from this service's own traffic; docs/model.md.")
    ModelRetrain modelRetrain();

    /** When the analyzer trains anew. */
    interface ModelRetrain {
        @Setting(
                doc =
                        "Train a new version this long after the newest one. Off if left out. With several instances on one"
                                + " registry, set it for one of them.",
                allowed = "1d to 366d")
        Optional<Duration> every();

        @Setting(
                doc = "Whether drift makes it train earlier, a day after the newest version at least.",
                value = "true",
                allowed = "true or false")
        @WithDefault("true")
        boolean onDrift();

        @Setting(doc = "Fewer rows train nothing.", value = "5000", allowed = "256 to 100000")
        @WithDefault("5000")
        int minRows();

        @Setting(
                doc = "Whether a new version that passes its trial takes over; else it stays the challenger until"
                        + " `selfheal model activate`.",
                value = "false",
                allowed = "true or false")
        @WithDefault("false")
        boolean promote();

        @Setting(
                doc = "Ed25519 private key (PKCS#8 PEM, mode 0600) that signs new versions; unsigned if left out.",
                allowed = "path of a key file")
        Optional<String> signingKey();

        @Setting(
                doc = "Name under which model-keys knows the public key.",
                value = "analyzer",
                allowed = "1 to 64 of a-z 0-9 . -")
        @WithDefault("analyzer")
        String signingKeyId();
    }

    @Setting(
            doc = "Whether the online model (random cut forest), which needs no training, votes too.",
            value = "false",
            allowed = "true or false")
    @WithDefault("false")
    boolean modelOnline();

    @Setting(
            doc =
                    "Public keys (PEM) of those whose orders are carried out and whose policy entries hold, by name. Without"
                            + " any, unsigned orders are carried out only when nobody but this host reaches the brokers, and every entry holds.",
            allowed = "NAME=path of a key file")
    Map<String, String> trustedKeys();
}
