package io.selfheal.collector.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.selfheal.agent.config.YamlConfig;
import io.selfheal.collector.tail.SourceState;
import io.selfheal.test.tls.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Syslog over real TLS, with certificates that the test makes. */
class TlsListenerTest {
    private static final char[] PASSWORD = TestKeys.PASSWORD.toCharArray();

    @TempDir
    static Path keys;

    private static KeyStore server;
    private static KeyStore client;

    @TempDir
    Path directory;

    private final ReceivedTexts received = new ReceivedTexts();

    @BeforeAll
    static void makeKeys() throws Exception {
        server = pair("server", "EC");
        client = pair("client", "RSA");
        pem("server.pem", "CERTIFICATE", server.getCertificate("server").getEncoded());
        pem("client.pem", "CERTIFICATE", client.getCertificate("client").getEncoded());
        pem("server.key", "PRIVATE KEY", server.getKey("server", PASSWORD).getEncoded());
    }

    @Test
    void takesMessagesFromAClientThatTheAuthorityKnows() throws Exception {
        try (SyslogListener listener = listener("client-authority: " + keys.resolve("client.pem"))) {
            try (Socket socket = connect(listener, client)) {
                socket.getOutputStream().write("8 <34>safe".getBytes(UTF_8));
                await().until(() -> received.texts().contains("<34>safe"));
            }
            assertThat(listener.meter().broken()).isZero();
        }
    }

    @Test
    void refusesAClientWithoutACertificateAndOneThatSpeaksNoTls() throws Exception {
        try (SyslogListener listener = listener("client-authority: " + keys.resolve("client.pem"))) {
            try (SSLSocket socket = connect(listener, null)) {
                socket.startHandshake();
                await().until(() -> listener.meter().broken() == 1);
            }
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
                socket.getOutputStream().write("<34>plain text\n".getBytes(UTF_8));
                await().until(() -> listener.meter().broken() == 2);
            }
        }
        assertThat(received.texts()).isEmpty();
    }

    @Test
    void needsNoClientCertificateWithoutAnAuthority() throws Exception {
        try (SyslogListener listener = listener("")) {
            try (Socket socket = connect(listener, null)) {
                socket.getOutputStream().write("<34>anyone\n".getBytes(UTF_8));
                await().until(() -> received.texts().contains("<34>anyone"));
            }
        }
    }

    @Test
    void saysThatItsFilesCannotBeUsed() throws Exception {
        Files.writeString(directory.resolve("no.key"), "nothing of a key");
        try (SyslogListener listener = make(directory.resolve("no.key"), "")) {
            listener.listen();
            await().until(() -> listener.state() == SourceState.DENIED);
            assertThat(listener.hint()).contains("certificate");
        }
    }

    private SyslogListener listener(String more) throws IOException {
        SyslogListener listener = make(keys.resolve("server.key"), more);
        listener.listen();
        listener.start();
        await().until(() -> listener.port() > 0);
        return listener;
    }

    private SyslogListener make(Path key, String more) throws IOException {
        ListenerSettings settings = YamlConfig.parse(
                "collector.yaml", """
                listen: tls://127.0.0.1:0
                senders: [127.0.0.1]
                certificate: %s
                key: %s
                """.formatted(keys.resolve("server.pem"), key) + more, ListenerSettings.class);
        return new SyslogListener(settings, directory, null, new ReentrantLock(), received, InstantSource.system());
    }

    private static SSLSocket connect(SyslogListener listener, KeyStore own) throws Exception {
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(own, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(server);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), listener.port());
    }

    private static KeyStore pair(String name, String algorithm) throws Exception {
        KeyStore made = TestKeys.make(keys.resolve(name + ".p12"), name, algorithm, 2);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        Certificate certificate = made.getCertificate(name);
        trusted.setKeyEntry(name, made.getKey(name, PASSWORD), PASSWORD, new Certificate[] {certificate});
        trusted.setCertificateEntry(name + "-authority", certificate);
        return trusted;
    }

    private static void pem(String file, String what, byte[] der) throws IOException {
        Files.writeString(keys.resolve(file), TestKeys.pem(what, der));
    }
}
