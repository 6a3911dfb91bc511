package io.selfheal.standalone.fleet;

import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.sign.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Whose key signs, for every command that says something to the fleet. */
public final class SigningOptions {
    @Option(
            names = "--key",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Ed25519 private key that signs it.")
    private @Nullable Path key;

    @Option(
            names = "--key-id",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "Its name (default: ${DEFAULT-VALUE}).")
    private String keyId = "administrator";

    public SigningOptions() {
        // options have their defaults
    }

    /** Whether a key is named. */
    boolean isNamed() {
        return key != null;
    }

    /**
     * Empty where no key is named: what is said is not signed.
     *
     * @throws IOException if the key cannot be read, or its name is none
     */
    Optional<RecordSigner> signer() throws IOException {
        if (key == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RecordSigner(keyId, SigningKeys.readPrivate(key)));
        } catch (IllegalArgumentException e) {
            throw new IOException("--key-id: " + e.getMessage(), e);
        }
    }
}
