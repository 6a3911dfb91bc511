package io.selfheal.responder.vitals;

import io.selfheal.responder.config.VitalsSettings;
import io.selfheal.schemas.alert.Alert.Severity;
import io.selfheal.schemas.vitals.HostVitals;
import io.selfheal.schemas.vitals.HostVitals.Disk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds what people should hear of: CPU or memory that stays high, a disk that is nearly full or soon will be. Each is
 * said once, again when it becomes worse, and its end is said too. What was said ends a little below its threshold, so
 * that a value on the edge does not ring all day.
 */
final class Thresholds {
    private static final double SLACK = 5;

    private final VitalsSettings settings;
    private final Map<String, Instant> highSince = new HashMap<>();
    private final Map<String, Severity> said = new HashMap<>();

    /**
     * One thing to say.
     *
     * @param kind e.g. {@code high_cpu_usage}
     * @param subject what it is about: the host, or a mount
     * @param severity INFO when it is over
     */
    record Notice(String kind, String subject, Severity severity, String text) {}

    Thresholds(VitalsSettings settings) {
        this.settings = settings;
    }

    List<Notice> check(HostVitals vitals, Instant now) {
        List<Notice> notices = new ArrayList<>();
        Set<String> present = new HashSet<>(Set.of("high_cpu_usage/host", "high_memory_usage/host"));
        sustained("high_cpu_usage", "CPU", vitals.cpuPercent(), settings.highCpu(), now, notices);
        sustained("high_memory_usage", "memory", vitals.memory().usedPercent(), settings.highMemory(), now, notices);
        for (Disk disk : vitals.disks()) {
            present.add("high_disk_usage/" + disk.mount());
            present.add("disk_filling/" + disk.mount());
            disk(disk, notices);
        }
        said.keySet().retainAll(present);
        return notices;
    }

    private void sustained(String kind, String what, double percent, int threshold, Instant now, List<Notice> notices) {
        String key = kind + "/host";
        if (percent < (said.containsKey(key) ? threshold - SLACK : threshold)) {
            highSince.remove(key);
            over(kind, "host", what + " use is back at " + percent + " %", notices);
            return;
        }
        Instant since = highSince.computeIfAbsent(key, absent -> now);
        Duration length = Duration.between(since, now);
        if (length.compareTo(settings.sustained()) >= 0) {
            Severity severity = percent >= settings.critical() ? Severity.HIGH : Severity.MEDIUM;
            String text = String.format(
                    Locale.ROOT, "%s use is %.1f %% and has been high for %d s", what, percent, length.toSeconds());
            say(kind, "host", severity, text, notices);
        }
    }

    private void disk(Disk disk, List<Notice> notices) {
        double percent = Math.max(disk.usedPercent(), disk.inodesUsedPercent());
        boolean inodes = disk.inodesUsedPercent() > disk.usedPercent();
        String subject = disk.mount();
        String key = "high_disk_usage/" + subject;
        String what = (inodes ? "inodes of " : "") + subject;
        if (percent >= (said.containsKey(key) ? settings.highDisk() - SLACK : settings.highDisk())) {
            Severity severity = percent >= settings.critical() ? Severity.HIGH : Severity.MEDIUM;
            say("high_disk_usage", subject, severity, what + " is used to " + percent + " %", notices);
        } else {
            over("high_disk_usage", subject, what + " is used to " + percent + " %", notices);
        }
        Double hours = disk.fullInHours();
        double within = settings.diskFullWithin().toMinutes() / 60.0;
        if (hours != null && hours <= within) {
            Severity severity = hours <= within / 6 ? Severity.HIGH : Severity.MEDIUM;
            String text = String.format(
                    Locale.ROOT, "%s is full in about %.1f h at the speed at which it fills now", subject, hours);
            say("disk_filling", subject, severity, text, notices);
        } else if (hours == null || hours > 2 * within) {
            over("disk_filling", subject, subject + " does not fill as fast any more", notices);
        }
    }

    private void say(String kind, String subject, Severity severity, String text, List<Notice> notices) {
        Severity before = said.get(kind + "/" + subject);
        if (before == null || severity.compareTo(before) > 0) {
            said.put(kind + "/" + subject, severity);
            notices.add(new Notice(kind, subject, severity, text));
        }
    }

    private void over(String kind, String subject, String text, List<Notice> notices) {
        if (said.remove(kind + "/" + subject) != null) {
            notices.add(new Notice(kind, subject, Severity.INFO, text));
        }
    }
}
