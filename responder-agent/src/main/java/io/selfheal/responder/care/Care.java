package io.selfheal.responder.care;

import io.selfheal.responder.backup.Backups;
import io.selfheal.responder.backup.DatabaseDump;
import io.selfheal.responder.backup.DatabaseRestore;
import io.selfheal.responder.backup.Job;
import io.selfheal.responder.backup.Result;
import io.selfheal.responder.backup.Retention;
import io.selfheal.responder.check.AptPackages;
import io.selfheal.responder.check.DnfPackages;
import io.selfheal.responder.check.Finding;
import io.selfheal.responder.check.Firmware;
import io.selfheal.responder.check.MalwareSignatures;
import io.selfheal.responder.check.PackageManager;
import io.selfheal.responder.check.ProxmoxRepositories;
import io.selfheal.responder.check.Restarts;
import io.selfheal.responder.check.UbuntuPro;
import io.selfheal.responder.guest.GuestBackup;
import io.selfheal.responder.guest.GuestBackups;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.proxmox.ProxmoxException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code care.yaml} asks for, as things that can be run. */
public final class Care {
    private static final Duration PACKAGES_LIMIT = Duration.ofMinutes(3);
    private static final Duration TASK_EVERY = Duration.ofSeconds(2);
    private static final Duration FIRMWARE_LIMIT = Duration.ofMinutes(2);
    /** What reads signatures of its own; clamdscan may ask another machine. */
    private static final List<Path> CLAMAV = List.of(Path.of("/usr/sbin/clamd"), Path.of("/usr/bin/clamscan"));

    private final CareConfig config;
    private final Backups backups;
    private final GuestBackups guestBackups;
    private final InstantSource clock;
    private final ZoneId zone;

    public Care(CareConfig config, String host, InstantSource clock, ZoneId zone) {
        this.config = config;
        this.clock = clock;
        this.zone = zone;
        this.backups = new Backups(host, clock);
        this.guestBackups = new GuestBackups(config.proxmox().server(), TASK_EVERY, clock);
    }

    /**
     * The backups by name; all if none is named.
     *
     * @throws IllegalArgumentException if there is none of such a name
     */
    public List<Work> jobs(List<String> names) {
        List<Work> jobs = new ArrayList<>();
        config.backups().forEach(backup -> jobs.add(new Work.Files(job(backup))));
        config.guests().forEach(guest -> jobs.add(new Work.OfGuest(backup(guest))));
        for (String name : names) {
            if (jobs.stream().noneMatch(job -> job.name().equals(name))) {
                throw new IllegalArgumentException("there is no backup named '" + name + "'; allowed: "
                        + String.join(", ", jobs.stream().map(Work::name).toList()));
            }
        }
        return jobs.stream()
                .filter(job -> names.isEmpty() || names.contains(job.name()))
                .toList();
    }

    /**
     * Those of which a time has come since their youngest archive was begun; also those of a destination or a Proxmox that
     * cannot be asked, so that their failure is told and keeps no other from being made.
     */
    public List<Work> due() {
        List<Work> due = new ArrayList<>();
        for (CareConfig.Backup backup : config.backups()) {
            Job job = job(backup);
            if (isDue(backup, job)) {
                due.add(new Work.Files(job));
            }
        }
        for (GuestCare guest : config.guests()) {
            if (isDue(guest)) {
                due.add(new Work.OfGuest(backup(guest)));
            }
        }
        return due;
    }

    private boolean isDue(CareConfig.Backup backup, Job job) {
        Instant now = clock.instant();
        try {
            return backup.schedule().isDue(Backups.last(job, now), now, zone);
        } catch (IOException e) {
            return true;
        }
    }

    private boolean isDue(GuestCare guest) {
        try {
            return guest.schedule().isDue(guestBackups.last(backup(guest)), clock.instant(), zone);
        } catch (ProxmoxException e) {
            return true;
        }
    }

    public Result backUp(Work work) {
        return switch (work) {
            case Work.Files files -> backups.run(files.job());
            case Work.OfGuest guest -> guestBackups.run(guest.backup());
        };
    }

    /** What is kept of a guest, youngest first. */
    public List<GuestBackups.Backup> kept(Work.OfGuest guest) throws ProxmoxException {
        return guestBackups.list(guest.backup());
    }

    /** Restores the youngest archive for trial; a guest's is not, since that takes a guest's room and resources. */
    public Result tryRestore(Work work) {
        return switch (work) {
            case Work.Files files -> backups.tryRestore(files.job());
            case Work.OfGuest guest ->
                new Result.Failed(
                        guest.name(), "a guest is not restored for trial; Proxmox restores it (qmrestore, pct)");
        };
    }

    /** Whether the youngest archive was not restored for trial for too long. */
    public boolean isTrialDue(Work work, Optional<Instant> lastTrial) {
        return switch (work) {
            case Work.Files(Job job) ->
                job.recipient().isEmpty()
                        && lastTrial
                                .map(last -> last.isAfter(clock.instant())
                                        || last.plus(job.testEvery()).isBefore(clock.instant()))
                                .orElse(true);
            case Work.OfGuest guest -> false;
        };
    }

    /**
     * Packages, what has to be restarted, and, where they are here, Ubuntu Pro, Proxmox's repositories and ClamAV's
     * signatures.
     */
    public List<Finding> checkPackages() {
        CareConfig.Checks checks = config.checks();
        List<Finding> findings = new ArrayList<>();
        findings.add(packages(checks));
        findings.add(new Restarts(Path.of("/")).look());
        ExternalProgram aptGet = new ExternalProgram(checks.aptGet(), PACKAGES_LIMIT);
        Finding pro = new UbuntuPro(new ExternalProgram(checks.pro(), PACKAGES_LIMIT), clock).look();
        Finding repositories =
                new ProxmoxRepositories(aptGet, new ExternalProgram(checks.pvesh(), PACKAGES_LIMIT)).look();
        Finding signatures =
                new MalwareSignatures(CLAMAV, checks.clamavDatabase(), checks.signaturesOldest(), clock).look();
        Stream.of(pro, repositories, signatures)
                .filter(finding -> !(finding instanceof Finding.NotHere))
                .forEach(findings::add);
        return findings;
    }

    /** By the system's own package manager. */
    private Finding packages(CareConfig.Checks checks) {
        PackageManager apt = new AptPackages(
                new ExternalProgram(checks.aptGet(), PACKAGES_LIMIT),
                new ExternalProgram(checks.aptMark(), PACKAGES_LIMIT),
                Path.of("/var/lib/apt/lists"),
                clock);
        PackageManager dnf = new DnfPackages(
                new ExternalProgram(checks.dnf(), PACKAGES_LIMIT),
                List.of(Path.of("/var/cache/dnf"), Path.of("/var/cache/libdnf5")),
                Path.of("/etc/dnf/plugins/versionlock.list"),
                clock);
        return Stream.of(apt, dnf)
                .map(manager -> manager.look(checks.refresh()))
                .filter(finding -> !(finding instanceof Finding.NotHere))
                .findFirst()
                .orElseGet(() -> new Finding.NotHere(PackageManager.CHECK, "neither apt-get nor dnf is here"));
    }

    public Finding checkFirmware() {
        CareConfig.Checks checks = config.checks();
        return new Firmware(new ExternalProgram(checks.fwupdmgr(), FIRMWARE_LIMIT)).look(checks.refreshFirmware());
    }

    /** The programs of a database: as the configuration says of one of this name, or the usual ones. */
    public DatabaseRestore.Tools tools(DatabaseDump.Engine engine, String database, String target) {
        CareConfig.Dump dump = config.backups().stream()
                .flatMap(backup -> backup.dumps().stream())
                .filter(one -> one.engine() == engine && one.database().equals(database))
                .findFirst()
                .orElseGet(() -> CareConfig.Dump.standard(engine, database));
        return new DatabaseRestore.Tools(
                dump.server(), new DatabaseDump(engine, target, new ExternalProgram(dump.command(), dump.limit())));
    }

    public CareConfig config() {
        return config;
    }

    private static GuestBackup backup(GuestCare guest) {
        return new GuestBackup(
                guest.name(),
                guest.guest(),
                guest.kind(),
                guest.storage(),
                guest.mode(),
                guest.compressWord(),
                new Retention(guest.keep(), guest.keepFor()),
                guest.limit());
    }

    private static Job job(CareConfig.Backup backup) {
        return new Job(
                backup.name(),
                backup.paths(),
                backup.exclude(),
                backup.dumps().stream()
                        .map(dump -> new DatabaseDump(
                                dump.engine(),
                                dump.database(),
                                new ExternalProgram(dump.command(), dump.limit()),
                                dump.trialLoad() ? Optional.of(dump.server()) : Optional.empty()))
                        .toList(),
                backup.destination(),
                new Retention(backup.keep(), backup.keepFor()),
                backup.recipient(),
                backup.compression().compression(),
                backup.level(),
                backup.spare().bytes(),
                backup.testEvery());
    }
}
