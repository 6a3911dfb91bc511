package io.selfheal.responder.care;

import io.selfheal.agent.config.DataSize;
import io.selfheal.agent.unpack.Compression;
import io.selfheal.responder.backup.Age;
import io.selfheal.responder.backup.DatabaseDump;
import io.selfheal.responder.backup.DatabaseServer;
import io.selfheal.responder.config.ClusterSettings;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.schedule.Schedule;
import io.selfheal.schemas.config.Setting;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/** {@code care.yaml}: what {@code selfheal backup} and {@code selfheal check} do, by hand and by their timers. */
public record CareConfig(
        @Setting(doc = "The backups of this node.") List<Backup> backups,

        @Setting(doc = "The backups of guests of Proxmox.") List<GuestCare> guests,

        @Setting(
                doc =
                        "The Proxmox VE cluster of the guests. Its token needs VM.Audit, VM.Backup and VM.Snapshot on them, and"
                                + " Datastore.Audit and Datastore.AllocateSpace on the storage.")
        ClusterSettings proxmox,

        @Setting(doc = "What is looked at for updates.") Checks checks) {
    public CareConfig {
        backups = List.copyOf(backups);
        guests = List.copyOf(guests);
        Set<String> names = new HashSet<>();
        for (Backup backup : backups) {
            if (!names.add(backup.name())) {
                throw new IllegalArgumentException("backups has two of the name " + backup.name());
            }
        }
        for (GuestCare guest : guests) {
            if (!names.add(guest.name())) {
                throw new IllegalArgumentException(
                        "guests has the name " + guest.name() + ", which another backup has, too");
            }
        }
        require(
                guests.isEmpty() || proxmox.url().isPresent(),
                "proxmox has no url, and there are guests; allowed: url: https://HOST:8006");
    }

    /** One backup. */
    public record Backup(
            @Setting(doc = "Its name; archives begin with it.", allowed = "a-z, 0-9 and -, at most 40 characters")
            String name,

            @Setting(doc = "What is archived, with all below it; symbolic links are archived as links.")
            List<Path> paths,

            @Setting(
                    doc =
                            "What is left out with all below it: globs of absolute paths, like /etc/ssl/private/**, or of what"
                                    + " stands anywhere, like *.tmp.",
                    allowed = "each a glob")
            List<String> exclude,

            @Setting(doc = "Databases that are dumped by their own tools.")
            List<Dump> dumps,

            @Setting(doc = "Where archives go; only root may write there.", value = "/var/backups/selfheal")
            Path destination,

            @Setting(
                    doc = "When `selfheal backup --due` makes it: minute hour day-of-month month day-of-week.",
                    value = "0 2 * * *")
            Schedule schedule,

            @Setting(doc = "How many archives are kept.", value = "7", allowed = "1 to 1000")
            int keep,

            @Setting(
                    doc = "How long archives are kept; the last good one stays whatever its age.",
                    value = "30d",
                    allowed = "1h or more")
            Duration keepFor,

            @Setting(
                    doc = "An age recipient (age1…): archives are encrypted, and only the holder of its key reads"
                            + " them. Without it they are readable by root.")
            Optional<String> recipient,

            @Setting(doc = "How archives are compressed: gzip, or zstd by the program of this name.", value = "gzip")
            ArchiveFormat compression,

            @Setting(doc = "How strongly.", value = "6", allowed = "1 to 9; with zstd 1 to 19")
            int level,

            @Setting(doc = "What must stay free where archives go.", value = "512MiB")
            DataSize spare,

            @Setting(
                    doc = "How often `--due` restores the youngest archive for trial; not possible when it is"
                            + " encrypted.",
                    value = "30d",
                    allowed = "1d or more")
            Duration testEvery) {
        public Backup {
            paths = List.copyOf(paths);
            exclude = List.copyOf(exclude);
            dumps = List.copyOf(dumps);
            exclude.forEach(CareConfig::checkExclude);
            check(name, keep, keepFor);
            require(
                    !paths.isEmpty() || !dumps.isEmpty(),
                    "paths and dumps are empty; allowed: at least one path or dump");
            require(
                    level >= 1 && level <= compression.strongest(),
                    "level is out of range; allowed: 1 to " + compression.strongest());
            require(testEvery.compareTo(Duration.ofDays(1)) >= 0, "test-every is too short; allowed: 1d or more");
            recipient.ifPresent(Age::checkRecipient);
        }
    }

    private static void checkExclude(String glob) {
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "exclude has '" + glob + "', which is no glob: " + e.getDescription(), e);
        }
    }

    /** What an archive is compressed with. */
    public enum ArchiveFormat {
        GZIP(9),
        /** What is above 19 needs more memory than reading it allows. */
        ZSTD(19);

        private final int strongest;

        ArchiveFormat(int strongest) {
            this.strongest = strongest;
        }

        int strongest() {
            return strongest;
        }

        Compression compression() {
            return switch (this) {
                case GZIP -> Compression.GZIP;
                case ZSTD -> Compression.ZSTD;
            };
        }
    }

    /** One database. */
    public record Dump(
            @Setting(doc = "Whose tool dumps it.") DatabaseDump.Engine engine,

            @Setting(doc = "The database's name.", allowed = "letters, digits, _ and -")
            String database,

            @Setting(
                    doc = "The dumping program and its arguments; by default pg_dump as user postgres, or mysqldump"
                            + " with a consistent snapshot.")
            List<String> program,

            @Setting(doc = "How long the dump, and each load of it, may take.", value = "1h")
            Duration limit,

            @Setting(
                    doc = "Whether a trial restore also loads the dump, into a database selfheal_trial_… beside the"
                            + " others, which is dropped again.",
                    value = "false")
            boolean trialLoad,

            @Setting(
                    doc = "The program that loads a dump, and what logs it in; by default psql as user postgres, or"
                            + " mysql.")
            List<String> client) {
        private static final List<String> PSQL =
                List.of("/usr/sbin/runuser", "-u", "postgres", "--", "/usr/bin/psql", "--no-password");
        private static final List<String> MYSQL = List.of("/usr/bin/mysql");
        private static final List<String> PG_DUMP = List.of(
                "/usr/sbin/runuser", "-u", "postgres", "--", "/usr/bin/pg_dump", "--format=plain", "--no-password");
        private static final List<String> MYSQLDUMP = List.of(
                "/usr/bin/mysqldump", "--single-transaction", "--routines", "--events", "--triggers", "--databases");

        public Dump {
            program = List.copyOf(program);
            client = List.copyOf(client);
            require(
                    database.matches("[A-Za-z0-9_][A-Za-z0-9_-]{0,62}"),
                    "database is not allowed; allowed: letters, digits, _ and -");
        }

        /** What is not configured of a database. */
        public static Dump standard(DatabaseDump.Engine engine, String database) {
            return new Dump(engine, database, List.of(), Duration.ofHours(1), false, List.of());
        }

        /** By its client. */
        public DatabaseServer server() {
            List<String> standard =
                    switch (engine) {
                        case POSTGRESQL -> PSQL;
                        case MYSQL -> MYSQL;
                    };
            return new DatabaseServer(engine, new ExternalProgram(client.isEmpty() ? standard : client, limit));
        }

        /** The program with its arguments but for the database's name. */
        public List<String> command() {
            if (!program.isEmpty()) {
                return program;
            }
            return switch (engine) {
                case POSTGRESQL -> PG_DUMP;
                case MYSQL -> MYSQLDUMP;
            };
        }
    }

    /** Checks for updates. */
    public record Checks(
            @Setting(doc = "When `selfheal check --due` looks at packages and restarts (HLT-04).", value = "30 6 * * *")
            Schedule packages,

            @Setting(doc = "When it looks at firmware (HLT-05).", value = "30 6 * * 1")
            Schedule firmware,

            @Setting(
                    doc = "Whether a check fetches package lists first, which apt's and dnf's own timers do daily.",
                    value = "false")
            boolean refresh,

            @Setting(
                    doc = "Whether a check fetches firmware metadata first, by `fwupdmgr refresh` (HLT-01): fwupd's own"
                            + " timer is not on everywhere, and with old metadata nothing is ever found.",
                    value = "true")
            boolean refreshFirmware,

            @Setting(
                    doc =
                            "An urgent update that waits longer since a check first found it is overdue: its alert is high"
                                    + " (HLT-06).",
                    value = "14d",
                    allowed = "1d or more")
            Duration overdueAfter,

            @Setting(doc = "The apt-get program.", value = "[/usr/bin/apt-get]")
            List<String> aptGet,

            @Setting(doc = "The apt-mark program.", value = "[/usr/bin/apt-mark]")
            List<String> aptMark,

            @Setting(
                    doc = "The dnf program of the RHEL family, asked where there is no apt-get.",
                    value = "[/usr/bin/dnf]")
            List<String> dnf,

            @Setting(doc = "The fwupdmgr program.", value = "[/usr/bin/fwupdmgr]")
            List<String> fwupdmgr,

            @Setting(doc = "Ubuntu Pro's client; where it is missing, nothing is said of it.", value = "[/usr/bin/pro]")
            List<String> pro,

            @Setting(
                    doc = "Proxmox VE's pvesh; where it is missing, nothing is said of Proxmox's repositories.",
                    value = "[/usr/bin/pvesh]")
            List<String> pvesh,

            @Setting(
                    doc = "Where ClamAV's signatures are; they are looked at with the packages, where ClamAV is"
                            + " installed (HLT-08).",
                    value = "/var/lib/clamav")
            Path clamavDatabase,

            @Setting(doc = "ClamAV's signatures that are older are urgent.", value = "7d", allowed = "1d or more")
            Duration signaturesOldest) {
        public Checks {
            require(overdueAfter.compareTo(Duration.ofDays(1)) >= 0, "overdue-after is too short; allowed: 1d or more");
            require(
                    signaturesOldest.compareTo(Duration.ofDays(1)) >= 0,
                    "signatures-oldest is too short; allowed: 1d or more");
        }
    }

    /** What every backup has, whatever it is of. */
    static void check(String name, int keep, Duration keepFor) {
        require(name.matches("[a-z0-9][a-z0-9-]{0,39}"), "name is not allowed; allowed: a-z, 0-9 and -");
        require(keep >= 1 && keep <= 1000, "keep is out of range; allowed: 1 to 1000");
        require(keepFor.compareTo(Duration.ofHours(1)) >= 0, "keep-for is too short; allowed: 1h or more");
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
