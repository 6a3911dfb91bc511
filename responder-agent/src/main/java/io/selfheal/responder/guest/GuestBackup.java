package io.selfheal.responder.guest;

import io.selfheal.responder.backup.Retention;
import java.time.Duration;
import java.util.Locale;

/**
 * One backup of a guest of Proxmox.
 *
 * @param name of the job
 * @param guest its number (VMID)
 * @param kind an archive on a storage, or a snapshot beside the guest's disks
 * @param storage where archives go
 * @param mode how the guest is brought to rest
 * @param compress of archives: {@code zstd}, {@code gzip}, {@code lzo}, or {@code 0} for none
 * @param retention which of them are kept
 * @param limit how long one may take
 */
public record GuestBackup(
        String name,
        int guest,
        Kind kind,
        String storage,
        Mode mode,
        String compress,
        Retention retention,
        Duration limit) {

    /** What is made. */
    public enum Kind {
        ARCHIVE,
        SNAPSHOT
    }

    /** vzdump's modes. */
    public enum Mode {
        /** The guest goes on. */
        SNAPSHOT,
        /** It rests meanwhile. */
        SUSPEND,
        /** It is shut down, and started again. */
        STOP;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What archives and snapshots of this job carry; nothing without it is ever let go. */
    String mark() {
        return "made by selfheal, job " + name;
    }
}
