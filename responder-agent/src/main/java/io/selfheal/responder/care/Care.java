package io.selfheal.responder.care;

import io.selfheal.responder.backup.Backups;
import io.selfheal.responder.backup.DatabaseDump;
import io.selfheal.responder.backup.Job;
import io.selfheal.responder.backup.Result;
import io.selfheal.responder.backup.Retention;
import io.selfheal.responder.check.Finding;
import io.selfheal.responder.check.Firmware;
import io.selfheal.responder.check.Packages;
import io.selfheal.responder.check.Restarts;
import io.selfheal.responder.program.ExternalProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code care.yaml} asks for, as things that can be run. */
public final class Care {
    private static final Duration APT_LIMIT = Duration.ofMinutes(3);
    private static final Duration FIRMWARE_LIMIT = Duration.ofMinutes(2);

    private final CareConfig config;
    private final Backups backups;
    private final InstantSource clock;
    private final ZoneId zone;

    public Care(CareConfig config, String host, InstantSource clock, ZoneId zone) {
        this.config = config;
        this.clock = clock;
        this.zone = zone;
        this.backups = new Backups(host, clock);
    }

    /**
     * The backups by name; all if none is named.
     *
     * @throws IllegalArgumentException if there is none of such a name
     */
    public List<Job> jobs(List<String> names) {
        List<Job> jobs = config.backups().stream().map(Care::job).toList();
        for (String name : names) {
            if (jobs.stream().noneMatch(job -> job.name().equals(name))) {
                throw new IllegalArgumentException("there is no backup named '" + name + "'; allowed: "
                        + String.join(", ", jobs.stream().map(Job::name).toList()));
            }
        }
        return jobs.stream()
                .filter(job -> names.isEmpty() || names.contains(job.name()))
                .toList();
    }

    /** Those of which a time has come since their youngest archive was begun. */
    public List<Job> due() throws IOException {
        List<Job> due = new ArrayList<>();
        for (CareConfig.Backup backup : config.backups()) {
            Job job = job(backup);
            if (backup.schedule().isDue(Backups.last(job), clock.instant(), zone)) {
                due.add(job);
            }
        }
        return due;
    }

    public Result backUp(Job job) {
        return backups.run(job);
    }

    /** Restores the youngest archive for trial. */
    public Result tryRestore(Job job) {
        return backups.tryRestore(job);
    }

    /** Whether the youngest archive was not restored for trial for too long. */
    public boolean isTrialDue(Job job, Optional<Instant> lastTrial) {
        return job.recipient().isEmpty()
                && lastTrial
                        .map(last -> last.plus(job.testEvery()).isBefore(clock.instant()))
                        .orElse(true);
    }

    /** Packages and what has to be restarted. */
    public List<Finding> checkPackages() {
        CareConfig.Checks checks = config.checks();
        Packages packages = new Packages(
                new ExternalProgram(checks.aptGet(), APT_LIMIT),
                new ExternalProgram(checks.aptMark(), APT_LIMIT),
                Path.of("/var/lib/apt/lists"),
                clock);
        return List.of(packages.look(checks.refresh()), new Restarts(Path.of("/")).look());
    }

    public Finding checkFirmware() {
        CareConfig.Checks checks = config.checks();
        return new Firmware(new ExternalProgram(checks.fwupdmgr(), FIRMWARE_LIMIT)).look(checks.refresh());
    }

    public CareConfig config() {
        return config;
    }

    private static Job job(CareConfig.Backup backup) {
        return new Job(
                backup.name(),
                backup.paths(),
                backup.exclude(),
                backup.dumps().stream()
                        .map(dump -> new DatabaseDump(
                                dump.engine(), dump.database(), new ExternalProgram(dump.command(), dump.limit())))
                        .toList(),
                backup.destination(),
                new Retention(backup.keep(), backup.keepFor()),
                backup.recipient(),
                backup.spare().bytes(),
                backup.testEvery());
    }
}
