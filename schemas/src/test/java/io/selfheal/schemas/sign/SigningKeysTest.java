package io.selfheal.schemas.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
    @TempDir
    Path directory;

    @Test
    void writtenKeysComeBackAndFitEachOther() throws IOException {
        // given
        KeyPair pair = SigningKeys.generate(directory.resolve("keys"), "analyzer");

        // when
        RecordSigner signer =
                new RecordSigner("analyzer", SigningKeys.readPrivate(directory.resolve("keys/analyzer.key")));
        RecordVerifier verifier =
                new RecordVerifier(Map.of("analyzer", SigningKeys.readPublic(directory.resolve("keys/analyzer.pub"))));

        // then
        assertThat(verifier.verify("t", "k", null, signer.sign("t", "k", null)))
                .isEqualTo(new SignatureCheck.Valid("analyzer"));
        assertThat(SigningKeys.readPublic(directory.resolve("keys/analyzer.pub")))
                .isEqualTo(pair.getPublic());
    }

    @Test
    void onlyTheOwnerMayReadThePrivateKey() throws IOException {
        // when
        SigningKeys.generate(directory.resolve("keys"), "analyzer");

        // then
        assertThat(mode("keys")).isEqualTo("rwx------");
        assertThat(mode("keys/analyzer.key")).isEqualTo("rw-------");
        assertThat(mode("keys/analyzer.pub")).isEqualTo("rw-r--r--");
    }

    @Test
    void anExistingKeyIsNeverOverwritten() throws IOException {
        // given
        SigningKeys.generate(directory, "analyzer");
        byte[] before = Files.readAllBytes(directory.resolve("analyzer.key"));

        // when
        assertThatThrownBy(() -> SigningKeys.generate(directory, "analyzer"))
                .isInstanceOf(FileAlreadyExistsException.class);

        // then
        assertThat(directory.resolve("analyzer.key")).hasBinaryContent(before);
    }

    @Test
    void aPrivateKeyThatOthersMayReadIsRefused() throws IOException {
        // given
        SigningKeys.generate(directory, "analyzer");
        Path key = directory.resolve("analyzer.key");

        // when
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));

        // then
        assertThatThrownBy(() -> SigningKeys.readPrivate(key))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("GROUP_READ")
                .hasMessageContaining("allowed: mode 0600");
    }

    @Test
    void aFileThatHoldsNoKeyIsRefusedWithItsNameAndWhatIsAllowed() throws IOException {
        // given
        Path garbage = Files.writeString(
                directory.resolve("x.pub"), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
        Path empty = Files.writeString(directory.resolve("y.pub"), "");
        Path huge = Files.write(directory.resolve("z.pub"), new byte[5000]);

        // then
        for (Path file : new Path[] {garbage, empty, huge}) {
            assertThatThrownBy(() -> SigningKeys.readPublic(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("allowed:");
        }
    }

    @Test
    void readsAKeyThatOpensslWrote() throws IOException {
        // given: openssl genpkey -algorithm ed25519 -out a.key; openssl pkey -in a.key -pubout
        Path file = Files.writeString(directory.resolve("a.pub"), """
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
                -----END PUBLIC KEY-----
                """);

        // then
        assertThat(SigningKeys.readPublic(file).getAlgorithm()).isEqualTo("EdDSA");
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file)));
    }
}
