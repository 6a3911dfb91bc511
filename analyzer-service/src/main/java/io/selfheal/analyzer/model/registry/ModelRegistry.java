package io.selfheal.analyzer.model.registry;

import io.selfheal.analyzer.model.onnx.ModelRefused;
import io.selfheal.analyzer.model.onnx.OnnxGuard;
import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.schemas.sign.RecordSigner;
import io.selfheal.schemas.sign.RecordVerifier;
import io.selfheal.schemas.sign.SignatureCheck;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of model versions (ML-14): {@code VERSION/manifest.json} with its files, and beside them the files
 * {@code active}, {@code previous}, {@code challenger} and {@code candidate}, each with the name of a version. Those are replaced by
 * renaming, so that a reader sees the old name or the new one; nothing is ever changed in place.
 */
public final class ModelRegistry {
    /** The name under which a manifest is signed, in place of a topic. */
    public static final String SIGNED_AS = "selfheal.model";

    private static final String SIGNATURE = "manifest.json.sig";
    private static final int MAX_MANIFEST = 1 << 20;

    private final Path folder;

    public ModelRegistry(Path folder) {
        this.folder = folder;
    }

    /** Which version is meant. */
    public enum Pointer {
        ACTIVE("active"),
        PREVIOUS("previous"),
        CHALLENGER("challenger"),
        /** The challenger that the analyzer itself trained, and may judge. */
        CANDIDATE("candidate");

        private final String file;

        Pointer(String file) {
            this.file = file;
        }
    }

    /**
     * A version whose manifest and hashes were checked; the bytes are those that the hashes were taken of.
     *
     * @param manifest what it is made of
     * @param files by name
     * @param signedBy the key that signed it; empty when it is not signed or no key was asked for
     */
    public record Version(ModelManifest manifest, Map<String, byte[]> files, Optional<String> signedBy) {}

    /**
     * The version that a pointer names; empty if there is no such pointer.
     *
     * @throws IOException if it is there and cannot be read, or names no version: that is no reason to take the model
     *     away, as its absence is
     */
    public Optional<String> pointed(Pointer pointer) throws IOException {
        Optional<String> name = written(pointer);
        if (name.isPresent() && !ModelManifest.isName(name.get())) {
            throw new IOException(folder.resolve(pointer.file) + " names no version: '" + Excerpt.of(name.get(), 80)
                    + "'; allowed: one line, as `selfheal model activate` writes it");
        }
        return name;
    }

    private Optional<String> written(Pointer pointer) throws IOException {
        try {
            return Optional.of(new String(read(folder.resolve(pointer.file), 200), StandardCharsets.UTF_8).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Where versions are kept. */
    public Path folder() {
        return folder;
    }

    /** Names of the versions that are there, oldest first: they begin with a time. */
    public List<String> versions() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> Files.isRegularFile(path.resolve(ModelManifest.FILE)))
                    .map(path -> path.getFileName().toString())
                    .filter(ModelManifest::isName) // a draft has none
                    .sorted()
                    .toList();
        }
    }

    /**
     * Reads a version, without believing anything of it that was not checked.
     *
     * @param trusted keys of which one must have signed it; empty: signatures are not asked for
     * @throws ModelRefused if it may not be used
     */
    public Version load(String version, Optional<RecordVerifier> trusted) throws ModelRefused {
        Path place = folder.resolve(version);
        try {
            byte[] manifestBytes = read(place.resolve(ModelManifest.FILE), MAX_MANIFEST);
            Optional<String> signedBy = Optional.empty();
            if (trusted.isPresent()) {
                signedBy = Optional.of(signer(version, manifestBytes, trusted.get()));
            }
            ModelManifest manifest = ManifestJson.read(version + "/" + ModelManifest.FILE, manifestBytes);
            if (!manifest.version().equals(version)) {
                throw new ModelRefused(version + " holds the manifest of " + manifest.version());
            }
            Map<String, byte[]> files = new LinkedHashMap<>();
            for (ModelManifest.Part part : manifest.parts()) {
                byte[] bytes = read(place.resolve(part.file()), OnnxGuard.MAX_BYTES);
                if (!sha256(bytes).equals(part.sha256())) {
                    throw new ModelRefused(version + "/" + part.file() + " is not the file that the manifest names:"
                            + " its SHA-256 is " + sha256(bytes));
                }
                files.put(part.file(), bytes);
            }
            return new Version(manifest, files, signedBy);
        } catch (NoSuchFileException e) {
            throw new ModelRefused(e.getMessage() + " does not exist", e);
        } catch (IOException | RuleException e) {
            throw new ModelRefused(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Adds a version; it is complete before it is to be seen. What a process that was killed left of one is removed by
     * the next that adds, an hour later.
     *
     * @param signer signs the manifest; empty: unsigned
     * @throws IOException if it is there already or cannot be written
     */
    public void add(ModelManifest manifest, Map<String, byte[]> files, Optional<RecordSigner> signer)
            throws IOException {
        Files.createDirectories(folder);
        Path draft = Files.createTempDirectory(folder, RegistryDrafts.PREFIX);
        try {
            RegistryDrafts.removeOlder(folder, draft);
            write(draft, manifest, files, signer);
            Files.move(draft, folder.resolve(manifest.version()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            RegistryDrafts.remove(draft);
            throw e;
        }
    }

    private static void write(
            Path draft, ModelManifest manifest, Map<String, byte[]> files, Optional<RecordSigner> signer)
            throws IOException {
        byte[] manifestBytes = ManifestJson.write(manifest);
        Files.write(draft.resolve(ModelManifest.FILE), manifestBytes);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(draft.resolve(file.getKey()), file.getValue());
        }
        if (signer.isPresent()) {
            Files.write(draft.resolve(SIGNATURE), signer.get().sign(SIGNED_AS, manifest.version(), manifestBytes));
        }
        try (Stream<Path> written = Files.list(draft)) {
            for (Path file : written.toList()) {
                Files.setPosixFilePermissions(
                        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
            }
        }
        Files.setPosixFilePermissions(draft, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Makes a version the active one; the one before it is remembered for {@link #rollBack}. */
    public void activate(String version) throws IOException {
        Optional<String> before = written(Pointer.ACTIVE).filter(ModelManifest::isName);
        if (before.isPresent() && !before.get().equals(version)) {
            point(Pointer.PREVIOUS, before.get());
        }
        point(Pointer.ACTIVE, version);
    }

    /** Makes the version before the active one active again; empty if there is none. */
    public Optional<String> rollBack() throws IOException {
        Optional<String> before = pointed(Pointer.PREVIOUS);
        if (before.isPresent()) {
            activate(before.get());
        }
        return before;
    }

    /** Lets a version score silently beside the active one. */
    public void challenge(String version) throws IOException {
        point(Pointer.CHALLENGER, version);
    }

    /** Lets a version that the analyzer trained itself be the challenger, and be judged by it. */
    public void propose(String version) throws IOException {
        point(Pointer.CANDIDATE, version);
        point(Pointer.CHALLENGER, version);
    }

    /** Removes a pointer: no model, or no challenger. */
    public void clear(Pointer pointer) throws IOException {
        Files.deleteIfExists(folder.resolve(pointer.file));
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private String signer(String version, byte[] manifest, RecordVerifier trusted) throws IOException, ModelRefused {
        Path file = folder.resolve(version).resolve(SIGNATURE);
        byte[] signature = Files.exists(file) ? read(file, 400) : new byte[0];
        return switch (trusted.verify(SIGNED_AS, version, manifest, signature)) {
            case SignatureCheck.Valid v -> v.keyId();
            case SignatureCheck.Unsigned u -> throw new ModelRefused(version + " is not signed");
            case SignatureCheck.UnknownKey k ->
                throw new ModelRefused(version + " is signed by '" + k.keyId() + "', whom nobody trusts");
            case SignatureCheck.Invalid i ->
                throw new ModelRefused(version + " has a signature that is not valid: " + i.reason());
        };
    }

    private void point(Pointer pointer, String version) throws IOException {
        if (!ModelManifest.isName(version) || !versions().contains(version)) {
            List<String> known = new ArrayList<>(versions());
            throw new IOException("'" + version + "' is no version of " + folder + "; there are: "
                    + (known.isEmpty() ? "none" : String.join(", ", known)));
        }
        Path draft = Files.createTempFile(folder, RegistryDrafts.PREFIX, "");
        Files.writeString(draft, version + "\n");
        Files.setPosixFilePermissions(draft, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(
                draft,
                folder.resolve(pointer.file),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] read(Path file, int most) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(most + 1);
        } catch (AccessDeniedException e) {
            throw new IOException(file + " may not be read by this user", e);
        } catch (FileSystemException e) {
            throw e; // names the file
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (bytes.length > most) {
            throw new IOException(file + " is longer than " + most + " bytes");
        }
        return bytes;
    }
}
