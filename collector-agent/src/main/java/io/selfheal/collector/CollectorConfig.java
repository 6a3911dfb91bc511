package io.selfheal.collector;

import io.selfheal.agent.config.DataSize;
import io.selfheal.agent.config.PluginConfig;
import io.selfheal.agent.tls.CertificateFile;
import io.selfheal.agent.tls.CertificateFile.Use;
import io.selfheal.collector.parse.SourceType;
import io.selfheal.collector.syslog.ListenerSettings;
import io.selfheal.collector.tail.Continuation;
import io.selfheal.schemas.config.Setting;
import io.selfheal.schemas.net.Cidr;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code collector.yaml}. */
public record CollectorConfig(
        @Setting(doc = "This node's name, `host.name` of its events; the machine's own name if left out.")
        Optional<String> hostName,

        @Setting(doc = "Where events go.") Kafka kafka,
        @Setting(doc = "The logs that are read.") List<Source> sources,

        @Setting(doc = "Where syslog from the network is listened for.")
        List<ListenerSettings> syslog,

        @Setting(
                doc = "Networks of proxies whose `X-Forwarded-For` counts: behind them the source of a request is the"
                        + " rightmost address of that header that is not in these networks. Read from access logs whose"
                        + " first quoted field after the agent is that header, like nginx' own `main` format, and from"
                        + " JSON access logs. Without this setting the peer of the connection is the source.",
                allowed = "addresses and networks, like 10.0.0.5 or 2001:db8:5::/48")
        List<Cidr> trustedProxies,

        @Setting(doc = "Where the checkpoint and status.json are kept.", value = "/var/lib/selfheal/collector")
        Path stateDirectory,

        @Setting(
                doc = "Folder of your own parsers, over those that ship; read at the start and again when its files"
                        + " change. It must belong to root or to this process's user, and need not exist.",
                value = "/etc/selfheal/parsers.d")
        Path parsersDirectory,

        @Setting(doc = "Bounds.") Limits limits,

        @Setting(doc = "How often vitals go to Kafka.", value = "30s", allowed = "1s to 1h")
        Duration vitalsInterval,

        @Setting(doc = "Sources and parsers of plugins.") PluginConfig plugins,

        @Setting(doc = "Whether events carry the line's text; it makes them 40 to 50 % larger.", value = "true")
        boolean includeMessage) {
    public CollectorConfig {
        sources = List.copyOf(sources);
        syslog = List.copyOf(syslog);
        trustedProxies = List.copyOf(trustedProxies);
        if (vitalsInterval.compareTo(Duration.ofSeconds(1)) < 0 || vitalsInterval.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("vitals-interval is out of range; allowed: 1s to 1h");
        }
        if (syslog.stream().map(ListenerSettings::listen).distinct().count() < syslog.size()) {
            throw new IllegalArgumentException("syslog names an address twice; allowed: each once");
        }
    }

    /** The same beside other brokers. */
    public CollectorConfig connectedTo(String bootstrap) {
        return new CollectorConfig(
                hostName,
                new Kafka(bootstrap, kafka.security()),
                sources,
                syslog,
                trustedProxies,
                stateDirectory,
                parsersDirectory,
                limits,
                vitalsInterval,
                plugins,
                includeMessage);
    }

    /** The files by which this node knows, and is known by, brokers and senders. */
    public List<CertificateFile> certificates() {
        List<CertificateFile> all = new ArrayList<>(CertificateFile.ofKafka(kafka.security()));
        for (ListenerSettings listener : syslog) {
            listener.certificate().ifPresent(file -> all.add(pem(file, Use.OWN)));
            listener.clientAuthority().ifPresent(file -> all.add(pem(file, Use.AUTHORITIES)));
        }
        return List.copyOf(all);
    }

    private static CertificateFile pem(Path file, Use use) {
        return new CertificateFile(file, use, CertificateFile.PEM, Optional.empty());
    }

    /** Files that are read once, when the collector starts. */
    Collection<Path> readAtStart() {
        return Stream.concat(
                        certificates().stream().map(CertificateFile::path),
                        syslog.stream().flatMap(listener -> listener.key().stream()))
                .distinct()
                .toList();
    }

    /** Where events go. */
    public record Kafka(
            @Setting(doc = "Brokers to begin with: host:port, separated by commas.", value = "localhost:9092")
            String bootstrap,

            @Setting(doc = "Properties of Kafka's client for TLS and SASL, as in Kafka's documentation.")
            Map<String, String> security) {
        private static final Set<String> ALLOWED = Set.of(
                "client.id",
                "client.dns.lookup",
                "security.protocol",
                "sasl.mechanism",
                "sasl.jaas.config",
                "ssl.truststore.location",
                "ssl.truststore.password",
                "ssl.truststore.type",
                "ssl.truststore.certificates",
                "ssl.keystore.location",
                "ssl.keystore.password",
                "ssl.keystore.type",
                "ssl.keystore.key",
                "ssl.keystore.certificate.chain",
                "ssl.key.password",
                "ssl.enabled.protocols",
                "ssl.cipher.suites",
                "ssl.endpoint.identification.algorithm");

        public Kafka {
            security = Map.copyOf(security);
            if (bootstrap.isBlank()) {
                throw new IllegalArgumentException("bootstrap is empty; allowed: host:port, separated by commas");
            }
            for (String key : security.keySet()) {
                if (!ALLOWED.contains(key)) {
                    throw new IllegalArgumentException("security '" + key + "' is not a property that may be set here;"
                            + " allowed: " + String.join(", ", new TreeSet<>(ALLOWED)));
                }
            }
        }
    }

    /** One log, or several of a kind. */
    public record Source(
            @Setting(
                    doc =
                            "Absolute path, globs allowed in each component; or `journal` for the systemd journal. Of a glob the"
                                    + " 5000 files are read that were written to last; an alert and `selfheal doctor` tell if it"
                                    + " matches more.",
                    allowed = "an absolute path like /var/log/nginx/*.log, or journal")
            LogPath path,

            @Setting(
                    doc = "Which formats to expect first.",
                    value = "auto",
                    allowed = "auto, syslog, journal, or a name that a rule file lists under `sources`, like nginx")
            SourceType type,

            @Setting(doc = "The zone of stamps that carry none; the machine's if left out.")
            Optional<ZoneId> zone,

            @Setting(
                    doc = "Where to begin in what stands there at the very first start; what appears later is always"
                            + " read from its beginning.",
                    value = "end")
            Start start,

            @Setting(
                    doc = "Of the journal, the units whose entries are read; all entries if left out.",
                    allowed = "names or patterns of units, like ssh.service; only with the path journal")
            List<String> units,

            @Setting(
                    doc =
                            "Lines a second that are read of each log in the long run; the log waits meanwhile, nothing is"
                                    + " lost. 0 for any number.",
                    value = "0",
                    allowed = "0 to 1000000")
            int linesPerSecond,

            @Setting(
                    doc = "Bytes of a line of this source that are kept, at most `limits.line-bytes`; longer ones are"
                            + " cut and marked.",
                    value = "64KiB",
                    allowed = "1KiB to 64KiB")
            DataSize lineBytes,

            @Setting(
                    doc =
                            "Which lines of a file go on with the one before and are read as one with it: none; those that"
                                    + " begin with a `tab` (PostgreSQL); with a tab or a blank (`indented`); those of `java`'s"
                                    + " stack traces. A last line is then read up to four seconds later.",
                    value = "none")
            Continuation continuation) {
        private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.@*?\\\\][A-Za-z0-9:_.@*?\\\\-]{0,255}");

        public Source {
            units = List.copyOf(units);
            Limits.check(linesPerSecond >= 0 && linesPerSecond <= 1_000_000, "lines-per-second", "0 to 1000000");
            Limits.check(lineBytes.bytes() >= 1024 && lineBytes.bytes() <= 64 * 1024, "line-bytes", "1KiB to 64KiB");
            if (path.isJournal() && continuation != Continuation.NONE) {
                throw new IllegalArgumentException("continuation is of files; allowed: none with the path journal");
            }
            for (String unit : units) {
                if (!path.isJournal() || !UNIT.matcher(unit).matches()) {
                    throw new IllegalArgumentException("units: '" + unit
                            + "' cannot be; allowed: names or patterns of units, only with the path journal");
                }
            }
        }

        /** The source's name in vitals and checkpoint, of a journal. */
        String journalName() {
            return units.isEmpty() ? LogPath.JOURNAL : LogPath.JOURNAL + ':' + String.join(",", units);
        }
    }

    /** Where to begin. */
    public enum Start {
        END,
        BEGINNING
    }

    /** Bounds. */
    public record Limits(
            @Setting(
                    doc = "Bytes of a line that are kept; longer lines are cut and marked.",
                    value = "64KiB",
                    allowed = "1KiB to 64KiB")
            DataSize lineBytes,

            @Setting(
                    doc = "Events on their way to Kafka before reading waits.",
                    value = "8192",
                    allowed = "1 to 100000")
            int inFlightEvents,

            @Setting(
                    doc = "Bytes on their way to Kafka before reading waits.",
                    value = "2MiB",
                    allowed = "64KiB to 4MiB")
            DataSize inFlightBytes,

            @Setting(
                    doc = "How long a rotated file must stay silent before it is let go of.",
                    value = "60s",
                    allowed = "1s to 1d")
            Duration rotatedQuiet,

            @Setting(
                    doc = "Unread bytes of a log that are unpacked at a time, from rotated files that are compressed"
                            + " (gzip, zstd, xz, bzip2); they stand in the state directory meanwhile. What is beyond is lost"
                            + " and said.",
                    value = "256MiB",
                    allowed = "1MiB to 64GiB")
            DataSize unpackedBytes) {
        public Limits {
            check(lineBytes.bytes() >= 1024 && lineBytes.bytes() <= 64 * 1024, "line-bytes", "1KiB to 64KiB");
            check(inFlightEvents >= 1 && inFlightEvents <= 100_000, "in-flight-events", "1 to 100000");
            check(
                    inFlightBytes.bytes() >= 64 * 1024 && inFlightBytes.bytes() <= 4 << 20,
                    "in-flight-bytes",
                    "64KiB to 4MiB");
            check(
                    rotatedQuiet.compareTo(Duration.ofSeconds(1)) >= 0
                            && rotatedQuiet.compareTo(Duration.ofDays(1)) <= 0,
                    "rotated-quiet",
                    "1s to 1d");
            check(
                    unpackedBytes.bytes() >= 1 << 20 && unpackedBytes.bytes() <= 64L << 30,
                    "unpacked-bytes",
                    "1MiB to 64GiB");
        }

        private static void check(boolean holds, String name, String allowed) {
            if (!holds) {
                throw new IllegalArgumentException(name + " is out of range; allowed: " + allowed);
            }
        }
    }
}
