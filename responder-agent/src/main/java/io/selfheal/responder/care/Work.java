package io.selfheal.responder.care;

import io.selfheal.responder.backup.Job;
import io.selfheal.responder.guest.GuestBackup;

/** One backup of {@code care.yaml}. */
public sealed interface Work {
    /** As it is asked for. */
    String name();

    /** Of files and databases. */
    record Files(Job job) implements Work {
        @Override
        public String name() {
            return job.name();
        }
    }

    /** Of a guest of Proxmox. */
    record OfGuest(GuestBackup backup) implements Work {
        @Override
        public String name() {
            return backup.name();
        }
    }
}
