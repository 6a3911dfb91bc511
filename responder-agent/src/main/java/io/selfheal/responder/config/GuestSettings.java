package io.selfheal.responder.config;

import io.selfheal.schemas.config.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One guest of Proxmox that should run. */
public record GuestSettings(
        @Setting(doc = "Its number (VMID), of a virtual machine or a container.", allowed = "100 to 999999999")
        int id,

        @Setting(doc = "Most starts and resets in an hour.", value = "3", allowed = "1 to 60")
        int restartsPerHour,

        @Setting(doc = "Wait before the first one; doubles with each one that did not help.", value = "10s")
        Duration backOff,

        @Setting(
                doc = "How long it may take to boot: it is not probed before, and must run and answer then.",
                value = "2m",
                allowed = "10s or more")
        Duration settle,

        @Setting(
                doc =
                        "What must answer while it runs: http://…, tcp://HOST:PORT, or agent:ping for its QEMU guest agent,"
                                + " which counts only after it has answered once. Without one it is reset only when QEMU"
                                + " itself says that it crashed.",
                allowed = "http://…, https://…, tcp://HOST:PORT, agent:ping")
        Optional<URI> probe,

        @Setting(doc = "How often it is asked.", value = "30s", allowed = "1s or more")
        Duration probeEvery,

        @Setting(
                doc = "After how many times without an answer in a row it is reset; 0 for never.",
                value = "5",
                allowed = "0 to 100")
        int probeFailures,

        @Setting(doc = "Numbers of other guests of this list that must run first.")
        List<String> needs,

        @Setting(
                doc = "Whether it is started even if somebody stopped it over Proxmox or `selfheal heal --stop`.",
                value = "false")
        boolean evenIfStopped) {

    /** What a probe of the guest agent is written as. */
    public static final URI AGENT = URI.create("agent:ping");

    public GuestSettings {
        needs = List.copyOf(needs);
        require(id >= 100 && id <= 999_999_999, "id is no guest's number; allowed: 100 to 999999999");
        require(restartsPerHour >= 1 && restartsPerHour <= 60, "restarts-per-hour is out of range; allowed: 1 to 60");
        require(probeFailures >= 0 && probeFailures <= 100, "probe-failures is out of range; allowed: 0 to 100");
        require(probeEvery.compareTo(Duration.ofSeconds(1)) >= 0, "probe-every is too short; allowed: 1s or more");
        require(settle.compareTo(Duration.ofSeconds(10)) >= 0, "settle is too short; allowed: 10s or more");
        require(
                probe.isEmpty()
                        || probe.get().equals(AGENT)
                        || (probe.get().getHost() != null
                                && List.of("http", "https", "tcp")
                                        .contains(probe.get().getScheme())),
                "probe is of no known kind; allowed: http://…, https://…, tcp://HOST:PORT, agent:ping");
        require(
                needs.stream().allMatch(other -> other.matches("[1-9][0-9]{2,8}")),
                "needs is no list of guests' numbers; allowed: 100 to 999999999");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** As outcomes, alerts and commands call it. */
    public String name() {
        return "guest/" + id;
    }
}
