package io.selfheal.responder.scan;

import io.selfheal.responder.config.ScanSettings;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.order.NodeAct.ScanProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a profile is for nmap.
 *
 * @param options fixed; nothing of an order but its target is added
 * @param limit after which the scan is ended
 */
record ScanPlan(List<String> options, Duration limit) {
    /**
     * Scripts that look for weaknesses, do no harm and ask nobody else. The check for Slowloris holds connections open
     * for minutes: longer than a scan may take.
     */
    private static final String SCRIPTS = "vuln and safe and not external and not http-slowloris-check";

    ScanPlan {
        options = List.copyOf(options);
    }

    static ScanPlan of(ScanProfile profile, ScanSettings settings) {
        return switch (profile) {
            case QUICK -> new ScanPlan(List.of("-T4", "--open", "-F"), settings.quickLimit());
            case DEFAULT -> new ScanPlan(List.of("-T4", "--open"), settings.defaultLimit());
            case VULNERABILITY ->
                new ScanPlan(List.of("-T4", "--open", "-sV", "--script", SCRIPTS), settings.vulnerabilityLimit());
            case THOROUGH ->
                new ScanPlan(List.of("-T4", "--open", "-p-", "-sV", "--script", SCRIPTS), settings.thoroughLimit());
            // One port at a time, 0.4 s apart; a second look at a silent one, not ten, or a firewall takes it an hour.
            case STEALTH ->
                new ScanPlan(
                        List.of("--privileged", "-sS", "-T2", "--max-retries", "1", "--open", "-F"),
                        settings.stealthLimit());
            case DISCOVERY -> new ScanPlan(List.of("-T4", "-sn"), settings.quickLimit());
        };
    }

    List<String> arguments(Cidr target) {
        List<String> arguments = new ArrayList<>(List.of("-n", "--noninteractive", "-oX", "-"));
        arguments.addAll(options);
        if (!target.isIpv4()) {
            arguments.add("-6");
        }
        arguments.add(target.toString());
        return arguments;
    }
}
