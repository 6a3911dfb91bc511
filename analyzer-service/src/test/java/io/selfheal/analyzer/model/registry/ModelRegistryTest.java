package io.selfheal.analyzer.model.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.analyzer.model.Models;
import io.selfheal.analyzer.model.build.ModelBuild;
import io.selfheal.analyzer.model.onnx.ModelRefused;
import io.selfheal.analyzer.model.registry.ModelRegistry.Pointer;
import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.sign.RecordVerifier;
import io.selfheal.schemas.sign.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryTest {
    private static final ModelBuild.Built FIRST = Models.trained(1);
    private static final ModelBuild.Built SECOND = Models.trained(2);
    private static final KeyPair KEYS = SigningKeys.newPair();

    @TempDir
    private Path folder;

    private ModelRegistry registry;

    @BeforeEach
    void open() {
        registry = new ModelRegistry(folder);
    }

    private void change(String version, String file, String from, String to) throws IOException {
        Path path = folder.resolve(version).resolve(file);
        Files.writeString(path, Files.readString(path).replace(from, to));
    }

    private void assertRefused(String version, Optional<RecordVerifier> keys, String why) {
        assertThatThrownBy(() -> registry.load(version, keys))
                .isInstanceOf(ModelRefused.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatIsAddedIsReadBack() throws IOException, ModelRefused {
        String version = Models.add(registry, FIRST, Optional.empty());

        ModelRegistry.Version read = registry.load(version, Optional.empty());

        assertThat(read.manifest()).isEqualTo(FIRST.manifest());
        assertThat(read.files().keySet()).containsExactly("forest.onnx");
        assertThat(registry.versions()).containsExactly(version);
    }

    @Test
    void activatingAndRollingBackMovesThePointers() throws IOException {
        String first = Models.add(registry, FIRST, Optional.empty());
        String second = Models.add(registry, SECOND, Optional.empty());
        registry.activate(first);
        registry.activate(second);

        assertThat(registry.pointed(Pointer.ACTIVE)).contains(second);
        assertThat(registry.rollBack()).contains(first);
        assertThat(registry.pointed(Pointer.ACTIVE)).contains(first);
        assertThat(registry.pointed(Pointer.PREVIOUS)).contains(second);
    }

    @Test
    void onlyVersionsThatAreThereBecomeActive() {
        assertThatThrownBy(() -> registry.activate("../../etc")).hasMessageContaining("no version");
        assertThatThrownBy(() -> registry.activate("20260301")).hasMessageContaining("there are: none");
    }

    @Test
    void aPointerThatNamesNothingIsSaidAndDoesNotStandInTheWay() throws IOException {
        String first = Models.add(registry, FIRST, Optional.empty());
        Files.writeString(folder.resolve("active"), "../elsewhere\n");

        assertThatThrownBy(() -> registry.pointed(Pointer.ACTIVE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("names no version: '../elsewhere'; allowed: ");
        registry.activate(first);
        assertThat(registry.pointed(Pointer.ACTIVE)).contains(first);
        assertThat(registry.pointed(Pointer.PREVIOUS)).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftIsNoVersionAndIsRemovedAnHourLater() throws IOException {
        Path left = Files.createDirectory(folder.resolve(".draft1"));
        Files.writeString(left.resolve(ModelManifest.FILE), "{}");
        Path written = Files.createDirectory(folder.resolve(".draft2"));
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        String first = Models.add(registry, FIRST, Optional.empty());

        assertThat(registry.versions()).containsExactly(first);
        assertThat(left).doesNotExist();
        assertThat(written).exists();
    }

    @Test
    void aVersionThatIsThereAlreadyLeavesNoDraft() throws IOException {
        String first = Models.add(registry, FIRST, Optional.empty());

        assertThatThrownBy(() -> Models.add(registry, FIRST, Optional.empty())).isInstanceOf(IOException.class);

        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(folder.resolve(first));
        }
    }

    @Test
    void aFileThatIsNotTheOneOfTheManifestIsRefused() throws IOException {
        String version = Models.add(registry, FIRST, Optional.empty());
        Files.write(folder.resolve(version).resolve("forest.onnx"), new byte[10]);

        assertRefused(version, Optional.empty(), "SHA-256");
    }

    @Test
    void otherFeaturesAreRefused() throws IOException {
        String version = Models.add(registry, FIRST, Optional.empty());
        change(version, ModelManifest.FILE, "requests_1m", "requests_2m");

        assertRefused(version, Optional.empty(), "selfheal-features-1");
        assertRefused(version, Optional.empty(), " is 'requests_2m', not 'requests_1m'");
    }

    @Test
    void wrongManifestsAreRefusedWithTheirPlace() throws IOException {
        String version = Models.add(registry, FIRST, Optional.empty());
        change(version, ModelManifest.FILE, "\"forest.onnx\"", "\"../forest.onnx\"");
        assertRefused(version, Optional.empty(), "plain name");

        Files.writeString(folder.resolve(version).resolve(ModelManifest.FILE), "{\"schema\": 2}");
        assertRefused(version, Optional.empty(), "manifest.json:1:");
        assertRefused("nowhere", Optional.empty(), "does not exist");
    }

    @Test
    void signaturesAreAskedForWhereKeysAreKnown() throws IOException, ModelRefused {
        Optional<RecordVerifier> keys = Optional.of(new RecordVerifier(Map.of("model", KEYS.getPublic())));
        String unsigned = Models.add(registry, FIRST, Optional.empty());
        String signed = Models.add(registry, SECOND, Optional.of(new RecordSigner("model", KEYS.getPrivate())));

        assertThat(registry.load(signed, keys).signedBy()).contains("model");
        assertRefused(unsigned, keys, "is not signed");
        assertRefused(signed, Optional.of(new RecordVerifier(Map.of("other", KEYS.getPublic()))), "whom nobody trusts");
        change(signed, ModelManifest.FILE, "\"labels\" : 0", "\"labels\" : 7");
        assertRefused(signed, keys, "not valid");
    }
}
