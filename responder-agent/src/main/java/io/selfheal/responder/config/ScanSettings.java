package io.selfheal.responder.config;

import io.selfheal.schemas.config.Setting;
import io.selfheal.schemas.net.Cidr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Scans: own networks only (SAF-28). */
public record ScanSettings(
        @Setting(
                doc = "Networks that may be scanned.",
                value = "[10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 'fc00::/7']")
        List<Cidr> networks,

        @Setting(doc = "The nmap program and its leading arguments.", value = "[/usr/bin/nmap]")
        List<String> nmap,

        @Setting(doc = "How long a quick scan, or a look for hosts, may take.", value = "60s", allowed = "1s to 1h")
        Duration quickLimit,

        @Setting(doc = "How long a vulnerability scan may take.", value = "300s", allowed = "1s to 1h")
        Duration vulnerabilityLimit,

        @Setting(doc = "How long a scan of the profile default may take.", value = "180s", allowed = "1s to 1h")
        Duration defaultLimit,

        @Setting(doc = "How long a thorough scan may take.", value = "30m", allowed = "1s to 1h")
        Duration thoroughLimit,

        @Setting(
                doc = "Whether half-open, slow scans may be made from here. Each that is ordered from elsewhere is"
                        + " approved here, whatever modes.scan says; the responder needs CAP_NET_RAW.",
                value = "false")
        boolean stealth,

        @Setting(doc = "How long a stealth scan may take.", value = "10m", allowed = "1s to 1h")
        Duration stealthLimit,

        @Setting(doc = "How many run at once; others wait.", value = "5", allowed = "1 to 20")
        int atOnce,

        @Setting(doc = "How long a target is left alone after a scan of the same profile.", value = "300s")
        Duration coolDown,

        @Setting(
                doc =
                        "ClamAV's programs, in the order in which they are asked; the next one where one is missing or fails.",
                value = "[/usr/bin/clamdscan, /usr/bin/clamscan]")
        List<Path> clamav,

        @Setting(
                doc = "The program that tells of what type a file is by its content; where it is missing, nothing is"
                        + " said of it.",
                value = "/usr/bin/file")
        Path fileType,

        @Setting(doc = "How long looking at a file may take.", value = "300s", allowed = "1s to 1h")
        Duration fileLimit) {
    public ScanSettings {
        if (nmap.isEmpty()) {
            throw new IllegalArgumentException("nmap is empty; allowed: a path and arguments");
        }
        if (atOnce < 1 || atOnce > 20) {
            throw new IllegalArgumentException("at-once is out of range; allowed: 1 to 20");
        }
        for (Duration limit :
                List.of(quickLimit, vulnerabilityLimit, defaultLimit, thoroughLimit, stealthLimit, fileLimit)) {
            if (limit.compareTo(Duration.ofSeconds(1)) < 0 || limit.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("a limit is out of range; allowed: 1s to 1h");
            }
        }
    }
}
