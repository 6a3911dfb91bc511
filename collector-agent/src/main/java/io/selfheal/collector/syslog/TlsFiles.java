package io.selfheal.collector.syslog;

import io.selfheal.agent.log.Log;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A listener's certificate, key and authorities, read from PEM files; TLS 1.2 and 1.3. */
final class TlsFiles {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Log LOG = Log.of(TlsFiles.class);
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private final SSLContext context;
    private final boolean asksClients;

    private TlsFiles(SSLContext context, boolean asksClients) {
        this.context = context;
        this.asksClients = asksClients;
    }

    /**
     * Reads the files that the settings name.
     *
     * @throws IOException if one cannot be read
     * @throws GeneralSecurityException if one does not hold what it should
     */
    static TlsFiles read(ListenerSettings settings) throws IOException, GeneralSecurityException {
        List<Certificate> chain = certificates(settings.certificate().orElseThrow());
        KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        char[] none = new char[0];
        keys.setKeyEntry("listener", key(settings.key().orElseThrow()), none, chain.toArray(Certificate[]::new));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, none);
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        if (settings.clientAuthority().isPresent()) {
            for (Certificate authority : certificates(settings.clientAuthority().get())) {
                authorities.setCertificateEntry("authority-" + authorities.size(), authority);
            }
        }
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return new TlsFiles(context, settings.clientAuthority().isPresent());
    }

    private static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            List<Certificate> all =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (all.isEmpty()) {
                throw new GeneralSecurityException(file + " holds no certificate");
            }
            return all;
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            throw new GeneralSecurityException(file + " holds no private key in PKCS #8 that is not encrypted");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                LOG.debug("a key of another algorithm", "file", file, "tried", algorithm);
            }
        }
        throw new GeneralSecurityException(file + " holds a key of none of these: " + String.join(", ", ALGORITHMS));
    }

    /** The server's side over an accepted connection, the handshake yet to come. */
    SSLSocket serve(Socket accepted) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(accepted, null, true);
        secured.setUseClientMode(false);
        secured.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        secured.setNeedClientAuth(asksClients);
        return secured;
    }
}
