package io.selfheal.service.kafka;

import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own TLS, for clients that outlive their certificate: before each connection the files of keystore and truststore
 * are looked at, and read anew if they are others. Kafka's clients read them once, and a service would be turned away at
 * its first new connection after the end of what it read. A file that cannot be read, as one that is just being written,
 * leaves what was read before in force. Kafka makes one for each client ({@code ssl.engine.factory.class}).
 */
public final class RenewedCertificates implements SslEngineFactory {
    private static final Logger LOG = Logger.getLogger(RenewedCertificates.class);

    private Map<String, Object> settings = Map.of();
    private DefaultSslEngineFactory read = new DefaultSslEngineFactory();
    private String trouble = "";

    @Override
    public synchronized void configure(Map<String, ?> configs) {
        settings = new HashMap<>(configs);
        read.configure(settings);
    }

    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
        return current().createClientSslEngine(peerHost, peerPort, endpointIdentification);
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        return current().createServerSslEngine(peerHost, peerPort);
    }

    private synchronized DefaultSslEngineFactory current() {
        if (read.shouldBeRebuilt(settings)) {
            DefaultSslEngineFactory renewed = new DefaultSslEngineFactory();
            try {
                renewed.configure(settings);
                read = renewed;
                trouble = "";
                LOG.infof(
                        "certificates were renewed and read keystore=%s truststore=%s",
                        keystoreFile(), truststoreFile());
            } catch (KafkaException e) {
                tell(e);
            }
        }
        return read;
    }

    /** Once for each new reason: brokers that are away are tried again and again. */
    private void tell(KafkaException e) {
        String reason = String.valueOf(e.getMessage());
        if (!reason.equals(trouble)) {
            trouble = reason;
            LOG.warnf(
                    e,
                    "renewed certificates cannot be read, the former are used keystore=%s truststore=%s",
                    keystoreFile(),
                    truststoreFile());
        }
    }

    private @Nullable Object keystoreFile() {
        return settings.get(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);
    }

    private @Nullable Object truststoreFile() {
        return settings.get(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG);
    }

    @Override
    public synchronized boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return read.shouldBeRebuilt(nextConfigs);
    }

    @Override
    public synchronized Set<String> reconfigurableConfigs() {
        return read.reconfigurableConfigs();
    }

    @Override
    public synchronized KeyStore keystore() {
        return read.keystore();
    }

    @Override
    public synchronized KeyStore truststore() {
        return read.truststore();
    }

    @Override
    public synchronized void close() {
        read.close();
    }
}
