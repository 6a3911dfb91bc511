package io.selfheal.responder.config;

import io.selfheal.schemas.config.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Healing. */
public record HealSettings(
        @Setting(doc = "The units that are watched.") List<Unit> units,

        @Setting(doc = "How often their state is read.", value = "2s")
        Duration every,

        @Setting(
                doc =
                        "The system bus's socket, on which systemd tells of changes: then states are read only after one,"
                                + " and every 30 seconds. Without a bus, or with another systemctl, they are read in every round.",
                value = "/run/dbus/system_bus_socket")
        Path bus,

        @Setting(doc = "The systemctl program and its leading arguments.", value = "[/usr/bin/systemctl]")
        List<String> systemctl,

        @Setting(doc = "The journalctl program and its leading arguments.", value = "[/usr/bin/journalctl]")
        List<String> journalctl,

        @Setting(doc = "The guests of Proxmox that should run.")
        List<GuestSettings> guests,

        @Setting(doc = "How often guests are looked at.", value = "10s", allowed = "1s or more")
        Duration guestsEvery,

        @Setting(
                doc =
                        "The Proxmox VE cluster of the guests. Its token needs VM.Audit and VM.PowerMgmt on them, Sys.Audit on"
                                + " /nodes, and for probes of agents VM.GuestAgent.Audit (VM.Monitor before Proxmox 9).")
        ClusterSettings proxmox) {

    public HealSettings {
        guests = List.copyOf(guests);
        Set<Integer> ids = new HashSet<>();
        for (GuestSettings guest : guests) {
            if (!ids.add(guest.id())) {
                throw new IllegalArgumentException("guests has " + guest.id() + " twice; allowed: each guest once");
            }
        }
        if (!guests.isEmpty() && proxmox.url().isEmpty()) {
            throw new IllegalArgumentException(
                    "proxmox has no url, and there are guests; allowed: url: https://HOST:8006");
        }
        if (guestsEvery.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("guests-every is too short; allowed: 1s or more");
        }
    }

    /** One service. */
    public record Unit(
            @Setting(doc = "The unit's name, for example nginx.service.")
            String name,

            @Setting(doc = "Most restarts in an hour.", value = "5", allowed = "1 to 60")
            int restartsPerHour,

            @Setting(doc = "Wait before the first restart; doubles with each one that did not help.", value = "1s")
            Duration backOff,

            @Setting(
                    doc =
                            "How long it may take to start: it is not probed before, whoever started it, and must stay active"
                                    + " for that long after a restart.",
                    value = "10s")
            Duration settle,

            @Setting(doc = "What must answer, after a restart and while it runs: http://… or tcp://HOST:PORT.")
            Optional<URI> probe,

            @Setting(doc = "How often it is asked while the unit runs.", value = "10s", allowed = "1s or more")
            Duration probeEvery,

            @Setting(
                    doc = "After how many times without an answer in a row a running unit is restarted; 0 for never.",
                    value = "3",
                    allowed = "0 to 100")
            int probeFailures,

            @Setting(
                    doc = "Watched units that must run first, beside those that systemd knows it needs. It is not"
                            + " restarted while one of them is down.")
            List<String> needs) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9:_.@\\\\-]{1,200}\\.service");
        /** SelfHeal's agents have systemd's watchdog; its services, where they run on this host, may be watched. */
        private static final Pattern PROTECTED = Pattern.compile("(systemd-.*|dbus.*|init|emergency|rescue"
                + "|selfheal-(?!(?:analyzer|enrichment|notifier)\\.service).*)\\.service");

        public Unit {
            if (!NAME.matcher(name).matches() || name.startsWith("-")) {
                throw new IllegalArgumentException("name is no service unit; allowed: NAME.service");
            }
            if (PROTECTED.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "name is a protected unit; allowed: any but systemd's own, D-Bus and SelfHeal's agents");
            }
            requireRange("restarts-per-hour", restartsPerHour, 1, 60);
            requireRange("probe-failures", probeFailures, 0, 100);
            if (probeEvery.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("probe-every is too short; allowed: 1s or more");
            }
            if (probe.isPresent()
                    && !List.of("http", "https", "tcp").contains(probe.get().getScheme())) {
                throw new IllegalArgumentException(
                        "probe is of no known kind; allowed: http://…, https://…, tcp://HOST:PORT");
            }
            if (needs.contains(name)) {
                throw new IllegalArgumentException("needs names the unit itself; allowed: other watched units");
            }
        }

        private static void requireRange(String name, int value, int min, int max) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(name + " is out of range; allowed: " + min + " to " + max);
            }
        }
    }
}
