package io.selfheal.schemas.sign;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.EncodedKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * Ed25519 keys in PEM files, as {@code openssl genpkey -algorithm ed25519} writes them: PKCS#8 for the private key
 * (NAME.key, mode 0600), SubjectPublicKeyInfo for the public one (NAME.pub, mode 0644).
 */
public final class SigningKeys {
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int LONGEST_FILE = 4096;

    private SigningKeys() {}

    /**
     * Makes a pair of keys and writes both files; neither may be there yet.
     *
     * @param directory is made, mode 0700, if it is not there
     * @param name of the key, see {@link RecordSigner}
     * @throws IOException if a file is there or cannot be written
     * @throws IllegalArgumentException if the name is none
     */
    public static KeyPair generate(Path directory, String name) throws IOException {
        KeyNames.checked(name);
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path publicFile = directory.resolve(name + ".pub");
        if (Files.exists(publicFile)) {
            throw new FileAlreadyExistsException(publicFile.toString());
        }
        KeyPair pair = newPair();
        write(directory.resolve(name + ".key"), PRIVATE, pair.getPrivate().getEncoded(), "rw-------");
        write(publicFile, PUBLIC, pair.getPublic().getEncoded(), "rw-r--r--");
        return pair;
    }

    /** A pair of keys that nobody has written down, for the standalone and for tests. */
    public static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    /**
     * Reads a private key.
     *
     * @throws IOException if the file cannot be read, holds no such key, or others than its owner may read it
     */
    public static PrivateKey readPrivate(Path file) throws IOException {
        Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
        open.addAll(Files.getPosixFilePermissions(file));
        open.removeAll(EnumSet.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
        if (!open.isEmpty()) {
            throw new IOException(file + " may be read or changed by others (" + open + "); allowed: mode 0600");
        }
        EncodedKeySpec spec = new PKCS8EncodedKeySpec(read(file, PRIVATE));
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(spec);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no Ed25519 private key; allowed: PKCS#8 in PEM", e);
        }
    }

    /**
     * Reads a public key.
     *
     * @throws IOException if the file cannot be read or holds no such key
     */
    public static PublicKey readPublic(Path file) throws IOException {
        EncodedKeySpec spec = new X509EncodedKeySpec(read(file, PUBLIC));
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(spec);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no Ed25519 public key; allowed: SubjectPublicKeyInfo in PEM", e);
        }
    }

    /** The mode is set as the file is made, so that nobody reads the key in between. */
    private static void write(Path file, String label, byte[] der, String mode) throws IOException {
        String pem = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
        try (FileChannel channel =
                FileChannel.open(file, Set.of(CREATE_NEW, WRITE), PosixFilePermissions.asFileAttribute(permissions))) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(pem);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.setPosixFilePermissions(file, permissions);
    }

    private static byte[] read(Path file, String label) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LONGEST_FILE + 1);
        }
        if (bytes.length > LONGEST_FILE) {
            throw new IOException(file + " is longer than " + LONGEST_FILE + " bytes; allowed: one key in PEM");
        }
        String pem = new String(bytes, StandardCharsets.ISO_8859_1);
        Arrays.fill(bytes, (byte) 0);
        String begin = "-----BEGIN " + label + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + label + "-----");
        if (from < 0 || to < from) {
            throw new IOException(file + " holds no '" + begin + "'; allowed: one key in PEM");
        }
        try {
            return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds no base64 after '" + begin + "'; allowed: one key in PEM", e);
        }
    }
}
