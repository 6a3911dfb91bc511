package io.selfheal.node.doctor;

import io.selfheal.collector.tail.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether checkpoint, desired set and outbox can still be written, and by this machine alone. */
final class DiskExamination implements Examination {
    private static final String ABOUT = "disk";
    private static final long MIB = 1 << 20;
    private static final long TOO_LITTLE = 64 * MIB;
    private static final long LITTLE = 512 * MIB;

    /** Free bytes where a folder lies. */
    interface Space {
        long free(Path folder) throws IOException;
    }

    private final Space space;
    private final Mounts mounts;

    DiskExamination() {
        this(
                folder -> Files.getFileStore(folder).getUsableSpace(),
                Mounts.ofThisProcess().get());
    }

    DiskExamination(Space space, Mounts mounts) {
        this.space = space;
        this.mounts = mounts;
    }

    @Override
    public List<Finding> look(Node node) {
        List<Finding> findings = new ArrayList<>();
        Path collector = node.collector() == null ? null : node.collector().stateDirectory();
        Path responder =
                node.responder() == null ? null : node.responder().state().directory();
        look(collector, findings);
        if (responder != null && !sameParent(collector, responder)) {
            look(responder, findings);
        }
        return findings;
    }

    private static boolean sameParent(@Nullable Path one, Path other) {
        return one != null
                && one.toAbsolutePath()
                        .getParent()
                        .equals(other.toAbsolutePath().getParent());
    }

    private void look(@Nullable Path folder, List<Finding> findings) {
        Path remote = folder == null ? null : mounts.above(folder.toAbsolutePath());
        if (remote != null) {
            // Not asked for anything: it may hang now.
            findings.add(Finding.warning(
                    ABOUT,
                    folder + " is on the remote file system " + remote + ": when that hangs, so does the service",
                    "set its state directory to one on a local disk"));
            return;
        }
        Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.toAbsolutePath().getParent();
        }
        if (folder == null || there == null) {
            return;
        }
        try {
            long free = space.free(there);
            String what = free / MIB + " MiB are free for " + folder;
            if (free < TOO_LITTLE) {
                findings.add(Finding.wrong(
                        ABOUT,
                        what + ": checkpoint and blocks may not be saved any more",
                        "make room: journalctl --vacuum-size=200M, " + PackageManager.HERE.clean()));
            } else if (free < LITTLE) {
                findings.add(Finding.warning(ABOUT, what, "make room before it runs out"));
            } else {
                findings.add(Finding.ok(ABOUT, what));
            }
        } catch (IOException e) {
            findings.add(Finding.warning(
                    ABOUT, "nobody can say how much is free for " + folder + ": " + e.getMessage(), "look at df"));
        }
    }
}
