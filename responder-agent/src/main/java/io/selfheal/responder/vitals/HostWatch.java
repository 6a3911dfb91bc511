package io.selfheal.responder.vitals;

import io.selfheal.responder.config.VitalsSettings;
import io.selfheal.responder.reconcile.NodeAlert;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.responder.state.Remembered;
import io.selfheal.responder.vitals.Thresholds.Notice;
import io.selfheal.schemas.alert.Alert;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.vitals.HostVitals;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at the host every round, keeps what it saw, and tells people when something lasts. */
public final class HostWatch implements Runnable {
    private final String host;
    private final HostSampler sampler;
    private final Thresholds thresholds;
    private final Traffic traffic;
    private final Supplier<String> peers;
    private final Sink sink;
    private final InstantSource clock;
    private boolean looked;
    private volatile @Nullable HostVitals latest;

    /**
     * @param usualTraffic where it is kept what traffic is usual
     * @param peers whom this host talks to most; asked when traffic is unusual
     */
    public HostWatch(
            String host,
            HostSampler sampler,
            VitalsSettings settings,
            Remembered usualTraffic,
            Supplier<String> peers,
            Sink sink,
            InstantSource clock) {
        this.host = host;
        this.sampler = sampler;
        this.thresholds = new Thresholds(settings);
        this.traffic = new Traffic(settings, usualTraffic);
        this.peers = peers;
        this.sink = sink;
        this.clock = clock;
    }

    /** The first look has no rates and is not shown. */
    @Override
    public void run() {
        Instant now = clock.instant();
        HostVitals vitals = sampler.sample(now);
        if (looked) {
            latest = vitals;
            thresholds.check(vitals, now).forEach(notice -> sink.alert(alert(notice, top(notice, vitals), now)));
            traffic.look(vitals.network(), now).forEach(found -> tell(found, vitals, now));
        }
        looked = true;
    }

    private void tell(Traffic.Unusual found, HostVitals vitals, Instant now) {
        Notice notice = new Notice("unusual_network_activity", "host", Severity.MEDIUM, found.text());
        sink.alert(alert(notice, Map.of("peers", peers.get(), "top", top(vitals)), now));
    }

    private static Map<String, String> top(Notice notice, HostVitals vitals) {
        return notice.severity() == Severity.INFO ? Map.of() : Map.of("top", top(vitals));
    }

    private Alert alert(Notice notice, Map<String, String> labels, Instant now) {
        boolean over = notice.severity() == Severity.INFO;
        return new NodeAlert(
                        notice.severity(),
                        notice.kind(),
                        notice.kind() + "/" + host + "/" + notice.subject(),
                        title(notice.kind()) + (over ? ": over" : ""),
                        host + ": " + notice.text())
                .about(notice.subject().equals("host") ? host : notice.subject(), labels, host, now);
    }

    private static String title(String kind) {
        return switch (kind) {
            case "high_cpu_usage" -> "A host's CPU use stays high";
            case "high_memory_usage" -> "A host's memory use stays high";
            case "high_disk_usage" -> "A disk is nearly full";
            case "unusual_network_activity" -> "A host's traffic is not usual";
            case "disk_filling" -> "A disk will soon be full";
            default -> "A host runs short";
        };
    }

    private static String top(HostVitals vitals) {
        return vitals.topProcesses().stream()
                .map(p -> p.name() + " [" + p.pid() + "] " + p.cpuPercent() + " % CPU, " + (p.memory() >> 20) + " MiB")
                .collect(Collectors.joining("; "));
    }

    /** What was seen last; empty until it was looked twice. */
    public Optional<HostVitals> latest() {
        return Optional.ofNullable(latest);
    }
}
