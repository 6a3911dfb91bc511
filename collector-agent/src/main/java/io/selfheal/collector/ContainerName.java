package io.selfheal.collector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.selfheal.agent.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose output a log is, told by where it stands: Docker keeps {@code config.v2.json} beside {@code ID-json.log};
 * Kubernetes names folders {@code pods/NAMESPACE_POD_UID/CONTAINER/}, and links
 * {@code containers/POD_NAMESPACE_CONTAINER-ID.log}. No part of a Kubernetes name has an underscore.
 */
final class ContainerName {
    /** Docker's files are some KiB. */
    private static final long MAX_BYTES = 1 << 20;

    private static final int MAX_NAME = 256;
    private static final Pattern DOCKER = Pattern.compile("(?:.*/)?([0-9a-f]{64})/\\1-json\\.log");
    private static final Pattern POD =
            Pattern.compile("(?:.*/)?([a-z0-9.-]+)_([a-z0-9.-]+)_[a-z0-9-]+/([a-z0-9.-]+)/[0-9]+\\.log");
    private static final Pattern LINK =
            Pattern.compile("(?:.*/)?([a-z0-9.-]+)_([a-z0-9.-]+)_([a-z0-9.-]+)-[0-9a-f]{64}\\.log");
    private static final JsonFactory JSON = new JsonFactory();
    private static final Log LOG = Log.of(ContainerName.class);

    private ContainerName() {}

    /** The container's name; in Kubernetes {@code NAMESPACE/POD/CONTAINER}; null if the log is no container's. */
    static @Nullable String of(Path log) {
        String path = log.toString();
        Matcher pod = POD.matcher(path);
        if (pod.matches()) {
            return pod.group(1) + '/' + pod.group(2) + '/' + pod.group(3);
        }
        Matcher link = LINK.matcher(path);
        if (link.matches()) {
            return link.group(2) + '/' + link.group(1) + '/' + link.group(3);
        }
        return DOCKER.matcher(path).matches() ? ofDocker(log.resolveSibling("config.v2.json")) : null;
    }

    private static @Nullable String ofDocker(Path config) {
        try {
            if (Files.size(config) > MAX_BYTES) {
                return null;
            }
            try (JsonParser json = JSON.createParser(config.toFile())) {
                return name(json);
            }
        } catch (IOException e) {
            LOG.debug("a container's name cannot be read", "file", config, "cause", e);
            return null;
        }
    }

    private static @Nullable String name(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = json.currentName().equals("Name");
            JsonToken value = json.nextToken();
            if (wanted && value == JsonToken.VALUE_STRING) {
                String name = json.getText();
                String bare = name.startsWith("/") ? name.substring(1) : name;
                return bare.isEmpty() || bare.length() > MAX_NAME ? null : bare;
            }
            json.skipChildren();
        }
        return null;
    }
}
