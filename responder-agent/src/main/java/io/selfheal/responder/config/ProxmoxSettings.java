package io.selfheal.responder.config;

import io.selfheal.schemas.config.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** The API of a Proxmox VE cluster. */
public record ProxmoxSettings(
        @Setting(doc = "One of its servers, https://HOST:8006.")
        Optional<URI> url,

        @Setting(
                doc = "A file with the API token, USER@REALM!NAME=UUID. The token needs Sys.Audit and Sys.Modify"
                        + " on /.",
                value = "/etc/selfheal/proxmox.token")
        Path tokenFile,

        @Setting(
                doc = "SHA-256 of the server's certificate, as pvenode cert info prints it; then no other is"
                        + " believed.")
        Optional<String> fingerprint,

        @Setting(doc = "A PEM file of authorities; by default the system's are believed.")
        Optional<Path> authority,

        @Setting(
                doc = "The IP set. Whatever stands in blacklist is dropped by every host and guest whose firewall"
                        + " is on; for another one you write the rule.",
                value = "blacklist")
        String ipSet,

        @Setting(doc = "How long connecting, and an answer, may take.", value = "10s")
        Duration limit) {
    private static final Pattern IP_SET = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{1,63}");

    public ProxmoxSettings {
        ClusterSettings.check(url, fingerprint, limit);
        if (!IP_SET.matcher(ipSet).matches()) {
            throw new IllegalArgumentException(
                    "ip-set is no name of an IP set; allowed: a letter, then letters, digits, - and _");
        }
    }
}
