package io.selfheal.responder.firewall.proxmox;

import io.selfheal.responder.firewall.FirewallException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * How a Proxmox server is reached and believed.
 *
 * @param url {@code https://HOST:8006}
 * @param tokenFile holds the API token, {@code USER@REALM!NAME=UUID}, on one line; nobody else may read it
 * @param fingerprint SHA-256 of its certificate; empty to go by an authority
 * @param authority a PEM file; empty for the system's
 * @param limit for connecting, and for an answer
 */
public record ProxmoxServer(
        URI url, Path tokenFile, Optional<String> fingerprint, Optional<Path> authority, Duration limit) {
    private static final Pattern TOKEN =
            Pattern.compile("[^\\s@!=]{1,64}@[^\\s@!=]{1,32}![^\\s@!=]{1,64}=[0-9a-fA-F-]{36}");

    ProxmoxApi api() throws FirewallException {
        try {
            String token = Files.readString(tokenFile).strip();
            if (!TOKEN.matcher(token).matches()) {
                throw new FirewallException(tokenFile + " holds no API token; allowed: USER@REALM!NAME=UUID");
            }
            Optional<SSLContext> tls = fingerprint.map(PinnedTrust::pinned);
            if (tls.isEmpty() && authority.isPresent()) {
                tls = Optional.of(PinnedTrust.authority(authority.get()));
            }
            return new ProxmoxApi(url, token, tls, fingerprint.isPresent(), limit);
        } catch (IOException e) {
            throw new FirewallException("cannot prepare to speak to Proxmox: " + e, e);
        }
    }
}
