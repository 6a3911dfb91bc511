package io.selfheal.collector.syslog;

import io.selfheal.agent.config.DataSize;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.schemas.config.Setting;
import io.selfheal.schemas.net.Cidr;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** One address at which syslog is listened for. */
public record ListenerSettings(
        @Setting(
                doc = "Transport, address and port. Ports below 1024 need CAP_NET_BIND_SERVICE.",
                allowed = "like udp://0.0.0.0:5514, tcp://192.0.2.1:5514 or tls://[::]:6514")
        ListenAddress listen,

        @Setting(
                doc = "Who may send. Whatever comes from elsewhere is counted and dropped; whoever may send is believed"
                        + " about the `host.name` that his messages bear.",
                allowed = "at least one address or network, like 192.0.2.7 or 2001:db8:5::/48")
        List<Cidr> senders,

        @Setting(
                doc = "Which formats to expect first.",
                value = "auto",
                allowed = "auto, syslog, or a name that a rule file lists under `sources`")
        SourceType type,

        @Setting(doc = "The zone of stamps that carry none; the machine's if left out.")
        Optional<ZoneId> zone,

        @Setting(
                doc = "Bytes of a message that are kept; longer ones are cut and marked.",
                value = "8KiB",
                allowed = "480B to 60KiB")
        DataSize messageBytes,

        @Setting(
                doc = "Messages on disk that Kafka does not have yet. When it is full, TCP and TLS are not read any"
                        + " further, and what comes over UDP is dropped and counted.",
                value = "32MiB",
                allowed = "1MiB to 4GiB")
        DataSize spoolBytes,

        @Setting(
                doc = "Messages a second that are taken in the long run, with twice as many at once. More are dropped"
                        + " and counted over UDP, and wait over TCP and TLS.",
                value = "5000",
                allowed = "1 to 100000")
        int messagesPerSecond,

        @Setting(
                doc = "Connections at the same time, TCP and TLS; for one more the one that was silent longest is"
                        + " closed.",
                value = "64",
                allowed = "1 to 256")
        int connections,

        @Setting(doc = "PEM file with this node's certificate and those that lead to its authority; TLS needs it.")
        Optional<Path> certificate,

        @Setting(doc = "PEM file with the certificate's private key, PKCS #8, not encrypted; TLS needs it.")
        Optional<Path> key,

        @Setting(doc = "PEM file of authorities; then a client needs a certificate of one of them.")
        Optional<Path> clientAuthority) {
    private static final int SMALLEST_MESSAGE = 480;

    public ListenerSettings {
        senders = List.copyOf(senders);
        check(!senders.isEmpty(), "senders is empty", "at least one address or network");
        check(
                messageBytes.bytes() >= SMALLEST_MESSAGE && messageBytes.bytes() <= 60 * 1024,
                "message-bytes is out of range",
                "480B to 60KiB");
        check(
                spoolBytes.bytes() >= 1 << 20 && spoolBytes.bytes() <= 4L << 30,
                "spool-bytes is out of range",
                "1MiB to 4GiB");
        check(
                messagesPerSecond >= 1 && messagesPerSecond <= 100_000,
                "messages-per-second is out of range",
                "1 to 100000");
        check(connections >= 1 && connections <= 256, "connections is out of range", "1 to 256");
        boolean tls = listen.transport() == ListenAddress.Transport.TLS;
        check(tls == certificate.isPresent(), "certificate belongs to TLS", "a file with tls://, none without");
        check(tls == key.isPresent(), "key belongs to TLS", "a file with tls://, none without");
        check(tls || clientAuthority.isEmpty(), "client-authority belongs to TLS", "a file with tls://, none without");
    }

    private static void check(boolean holds, String what, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(what + "; allowed: " + allowed);
        }
    }
}
