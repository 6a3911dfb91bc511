package io.selfheal.responder.proxmox;

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

    /** @throws ProxmoxException if the token's or the authority's file is missing or says something else */
    public ProxmoxApi api() throws ProxmoxException {
        try {
            String token = Files.readString(tokenFile).strip();
            if (!TOKEN.matcher(token).matches()) {
                throw new ProxmoxException(tokenFile + " holds no API token; allowed: USER@REALM!NAME=UUID", 0);
            }
            Optional<SSLContext> tls = fingerprint.map(PinnedTrust::pinned);
            if (tls.isEmpty() && authority.isPresent()) {
                tls = Optional.of(PinnedTrust.authority(authority.get()));
            }
            return new ProxmoxApi(url, token, tls, fingerprint.isPresent(), limit);
        } catch (ProxmoxException e) {
            throw e;
        } catch (IOException e) {
            throw new ProxmoxException("cannot prepare to speak to Proxmox: " + e, e);
        }
    }
}
