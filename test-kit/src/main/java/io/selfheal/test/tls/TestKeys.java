package io.selfheal.test.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** Keys with certificates that they sign themselves, for who listens on loopback, made by the JDK's keytool. */
public final class TestKeys {
    /** Of each store and of each key in it. */
    public static final String PASSWORD = "changeit";

    private TestKeys() {}

    /**
     * Makes a key in a PKCS #12 store of its own; takes a second.
     *
     * @param name of the store's one entry, and the certificate's common name
     * @param algorithm EC or RSA
     * @param days that the certificate lasts from now on
     */
    public static KeyStore make(Path store, String name, String algorithm, int days)
            throws IOException, GeneralSecurityException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/keytool",
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-validity",
                        Integer.toString(days),
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(Path.of(store + ".log").toFile())
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool failed: " + Files.readString(Path.of(store + ".log")));
        }
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    /**
     * What PEM makes of it.
     *
     * @param what CERTIFICATE or PRIVATE KEY
     */
    public static String pem(String what, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }
}
