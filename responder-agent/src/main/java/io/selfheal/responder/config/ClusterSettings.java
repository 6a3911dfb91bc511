package io.selfheal.responder.config;

import io.selfheal.responder.proxmox.ProxmoxServer;
import io.selfheal.schemas.config.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a Proxmox VE cluster is reached and believed. */
public record ClusterSettings(
        @Setting(doc = "One of its servers, https://HOST:8006.")
        Optional<URI> url,

        @Setting(
                doc = "A file with the API token, USER@REALM!NAME=UUID, that only its reader may read.",
                value = "/etc/selfheal/proxmox.token")
        Path tokenFile,

        @Setting(
                doc = "SHA-256 of the server's certificate, as pvenode cert info prints it; then no other is"
                        + " believed.")
        Optional<String> fingerprint,

        @Setting(doc = "A PEM file of authorities; by default the system's are believed.")
        Optional<Path> authority,

        @Setting(doc = "How long connecting, and an answer, may take.", value = "10s", allowed = "1s to 1m")
        Duration limit) {
    private static final Pattern FINGERPRINT = Pattern.compile("([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}");

    public ClusterSettings {
        check(url, fingerprint, limit);
    }

    static void check(Optional<URI> url, Optional<String> fingerprint, Duration limit) {
        if (url.isPresent()
                && (!"https".equals(url.get().getScheme()) || url.get().getHost() == null)) {
            throw new IllegalArgumentException("url is no address of a server; allowed: https://HOST:8006");
        }
        if (fingerprint.isPresent() && !FINGERPRINT.matcher(fingerprint.get()).matches()) {
            throw new IllegalArgumentException(
                    "fingerprint is no SHA-256 fingerprint; allowed: 64 hexadecimal digits, with or without colons");
        }
        if (limit.compareTo(Duration.ofSeconds(1)) < 0 || limit.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("limit is out of range; allowed: 1s to 1m");
        }
    }

    /** The server, this host's own where none is named. */
    public ProxmoxServer server() {
        return new ProxmoxServer(
                url.orElse(URI.create("https://localhost:8006")), tokenFile, fingerprint, authority, limit);
    }
}
