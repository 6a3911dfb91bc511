package io.selfheal.responder.care;

import io.selfheal.responder.guest.GuestBackup;
import io.selfheal.responder.schedule.Schedule;
import io.selfheal.schemas.config.Setting;
import java.time.Duration;

/** One backup of a guest of Proxmox. */
public record GuestCare(
        @Setting(doc = "Its name, unlike that of any other backup.", allowed = "a-z, 0-9 and -, at most 40 characters")
        String name,

        @Setting(doc = "The guest's number (VMID).", allowed = "100 to 999999999")
        int guest,

        @Setting(
                doc =
                        "An archive on a storage (vzdump), or a snapshot beside the guest's disks, which is gone with them.",
                value = "archive")
        GuestBackup.Kind kind,

        @Setting(doc = "The storage of archives; it has to hold backups and their notes.", value = "local")
        String storage,

        @Setting(
                doc = "How the guest is brought to rest for an archive: snapshot (it goes on), suspend, or stop (it is"
                        + " shut down and started again).",
                value = "snapshot")
        GuestBackup.Mode mode,

        @Setting(doc = "How archives are compressed.", value = "zstd", allowed = "zstd, gzip, lzo, none")
        String compress,

        @Setting(
                doc = "When `selfheal backup --due` makes it: minute hour day-of-month month day-of-week.",
                value = "0 3 * * 0")
        Schedule schedule,

        @Setting(doc = "How many are kept.", value = "4", allowed = "1 to 1000")
        int keep,

        @Setting(
                doc = "How long they are kept; the last good one stays whatever its age, and so do protected ones.",
                value = "60d",
                allowed = "1h or more")
        Duration keepFor,

        @Setting(doc = "How long one may take.", value = "6h", allowed = "1m to 7d")
        Duration limit) {

    public GuestCare {
        CareConfig.check(name, keep, keepFor);
        CareConfig.require(
                guest >= 100 && guest <= 999_999_999, "guest is no guest's number; allowed: 100 to 999999999");
        CareConfig.require(
                storage.matches("[A-Za-z][A-Za-z0-9_.-]{0,98}[A-Za-z0-9]"),
                "storage is no storage's name; allowed: letters, digits, _, . and -");
        CareConfig.require(
                compress.matches("zstd|gzip|lzo|none"), "compress is unknown; allowed: zstd, gzip, lzo, none");
        CareConfig.require(
                limit.compareTo(Duration.ofMinutes(1)) >= 0 && limit.compareTo(Duration.ofDays(7)) <= 0,
                "limit is out of range; allowed: 1m to 7d");
    }

    /** What Proxmox calls the compression. */
    String compressWord() {
        return compress.equals("none") ? "0" : compress;
    }
}
