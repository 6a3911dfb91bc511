package io.selfheal.responder.config;

import io.selfheal.agent.config.DataSize;
import io.selfheal.schemas.config.Setting;
import java.time.Duration;

/** Thresholds of the host's vitals (HLT-14): crossed for so long, not for a moment. */
public record VitalsSettings(
        @Setting(doc = "CPU use that is high, in percent.", value = "90", allowed = "1 to 100")
        int highCpu,

        @Setting(doc = "Memory use that is high, in percent.", value = "90", allowed = "1 to 100")
        int highMemory,

        @Setting(
                doc = "What is critical rather than high, in percent, also for disks.",
                value = "95",
                allowed = "1 to 100")
        int critical,

        @Setting(doc = "Disk use that is high, in percent; blocks or inodes.", value = "90", allowed = "1 to 100")
        int highDisk,

        @Setting(doc = "How long CPU or memory must be high.", value = "5m")
        Duration sustained,

        @Setting(doc = "People are told when a disk will be full within this time, as it fills now.", value = "24h")
        Duration diskFullWithin,

        @Setting(doc = "How far back the filling of a disk is looked at.", value = "6h", allowed = "10m to 7d")
        Duration diskWindow,

        @Setting(
                doc = "Whether people are told of traffic far above what is usual on this host at this hour (COL-21).",
                value = "true")
        boolean unusualTraffic,

        @Setting(doc = "How many times as much as usual is unusual.", value = "5", allowed = "2 to 1000")
        int trafficFactor,

        @Setting(doc = "Less in a second, for five minutes, is never unusual.", value = "2MiB")
        DataSize trafficLeast) {
    public VitalsSettings {
        for (int percent : new int[] {highCpu, highMemory, critical, highDisk}) {
            if (percent < 1 || percent > 100) {
                throw new IllegalArgumentException("a threshold is out of range; allowed: 1 to 100");
            }
        }
        if (trafficFactor < 2 || trafficFactor > 1000) {
            throw new IllegalArgumentException("traffic-factor is out of range; allowed: 2 to 1000");
        }
        if (diskWindow.compareTo(Duration.ofMinutes(10)) < 0 || diskWindow.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("disk-window is out of range; allowed: 10m to 7d");
        }
    }
}
