package io.selfheal.standalone.train;

import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.sign.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where versions are kept, and with which key they are signed. */
final class SigningOptions {
    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Ed25519 private key (PKCS#8 PEM, mode 0600) that signs the version; unsigned if left out.")
    private @Nullable Path key;

    @Option(
            names = "--key-id",
            paramLabel = "NAME",
            description = "Name under which analyzers know the public key (default: ${DEFAULT-VALUE}).")
    private String keyId = "model";

    /**
     * The signer, if a key is given.
     *
     * @throws IOException if the key cannot be read; the message says why
     */
    Optional<RecordSigner> signer() throws IOException {
        return key == null ? Optional.empty() : Optional.of(new RecordSigner(keyId, SigningKeys.readPrivate(key)));
    }
}
