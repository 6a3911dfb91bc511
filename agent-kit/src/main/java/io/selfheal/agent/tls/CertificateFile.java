package io.selfheal.agent.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file with certificates.
 *
 * @param use whose they are
 * @param type PEM, or the kind of a Java keystore, like PKCS12 or JKS
 * @param password of a keystore, if it has one
 */
public record CertificateFile(Path path, Use use, String type, Optional<String> password) {
    public static final String PEM = "PEM";
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");

    public enum Use {
        /** This node's, with what leads to its authority: useless as soon as one of them ends. */
        OWN,
        /** Of authorities: of use as long as one of them lasts. */
        AUTHORITIES
    }

    /** Those that the settings of a Kafka client name, see {@code SslConfigs}. */
    public static List<CertificateFile> ofKafka(Map<String, String> settings) {
        List<CertificateFile> files = new ArrayList<>();
        for (Use use : Use.values()) {
            String store = use == Use.OWN ? "ssl.keystore." : "ssl.truststore.";
            Optional.ofNullable(settings.get(store + "location"))
                    .map(location -> new CertificateFile(
                            Path.of(location),
                            use,
                            settings.getOrDefault(store + "type", "JKS"),
                            Optional.ofNullable(settings.get(store + "password"))))
                    .ifPresent(files::add);
        }
        return List.copyOf(files);
    }

    /** How long one certificate is of use. */
    public record Validity(Instant begins, Instant ends) {}

    /**
     * How long the file is of use: the validity of the certificate whose end is the file's.
     *
     * @throws IOException if it cannot be read, or holds no certificate; the message names it
     */
    public Validity validity() throws IOException {
        try {
            List<Validity> all = new ArrayList<>();
            for (Certificate certificate : type.equals(PEM) ? ofPem() : ofStore()) {
                if (certificate instanceof X509Certificate x509) {
                    all.add(new Validity(
                            x509.getNotBefore().toInstant(), x509.getNotAfter().toInstant()));
                }
            }
            if (all.isEmpty()) {
                throw new IOException(path + " holds no certificate");
            }
            Comparator<Validity> byEnd = Comparator.comparing(Validity::ends);
            return use == Use.OWN ? Collections.min(all, byEnd) : Collections.max(all, byEnd);
        } catch (GeneralSecurityException e) {
            throw new IOException(path + " is no " + type + " with certificates: " + e.getMessage(), e);
        }
    }

    /** Without the key that may stand beside them. */
    private List<Certificate> ofPem() throws IOException, GeneralSecurityException {
        List<Certificate> all = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (String one : CERTIFICATE
                .matcher(Files.readString(path, StandardCharsets.ISO_8859_1))
                .results()
                .map(found -> found.group())
                .toList()) {
            all.add(factory.generateCertificate(new ByteArrayInputStream(one.getBytes(StandardCharsets.ISO_8859_1))));
        }
        return all;
    }

    private List<Certificate> ofStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(type);
        try (InputStream in = Files.newInputStream(path)) {
            store.load(in, password.map(String::toCharArray).orElse(null));
        }
        List<Certificate> all = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            Certificate[] chain = store.getCertificateChain(alias);
            if (chain != null) {
                all.addAll(List.of(chain));
            } else if (store.isCertificateEntry(alias)) {
                all.add(store.getCertificate(alias));
            }
        }
        return all;
    }
}
