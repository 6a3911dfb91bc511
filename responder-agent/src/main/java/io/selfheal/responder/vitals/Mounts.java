package io.selfheal.responder.vitals;

import io.selfheal.agent.log.Log;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Mounted file systems that can fill up, from /proc/self/mounts; their room by stat(1), since a dead disk or network
 * server would hang whoever asks, and a program can be ended. One run of about 2 ms for all.
 */
public final class Mounts {
    private static final Log LOG = Log.of(Mounts.class);
    private static final int MAX = 32;
    private static final Set<String> KINDS = Set.of(
            "ext2",
            "ext3",
            "ext4",
            "xfs",
            "btrfs",
            "zfs",
            "f2fs",
            "reiserfs",
            "jfs",
            "vfat",
            "exfat",
            "ntfs",
            "ntfs3",
            "tmpfs",
            "overlay",
            "bcachefs",
            "fuseblk");
    /** A file system with less room than this, and than a hundredth of its size, is full. */
    private static final long FULL_BELOW = 1 << 20;

    private final KernelFiles files;
    private final ExternalProgram stat;

    /**
     * One file system.
     *
     * @param available bytes for others than root
     * @param inodes 0 when it has no bound
     */
    record Room(String mount, String device, String type, long total, long available, long inodes, long inodesFree) {
        boolean isFull() {
            return available < Math.min(FULL_BELOW, Math.max(1, total / 100)) || (inodes > 0 && inodesFree == 0);
        }
    }

    private record Mount(String point, String device, String type) {}

    /** @param stat the program stat of GNU coreutils */
    public Mounts(Path root, ExternalProgram stat) {
        this.files = new KernelFiles(root);
        this.stat = stat;
    }

    /** Where full file systems are mounted. */
    public List<String> full() {
        return rooms().stream().filter(Room::isFull).map(Room::mount).toList();
    }

    List<Room> rooms() {
        List<Mount> mounts = mounts();
        if (mounts.isEmpty()) {
            return List.of();
        }
        List<String> arguments = new ArrayList<>(List.of("--file-system", "--format=%b %a %S %c %d %n", "--"));
        mounts.forEach(mount -> arguments.add(mount.point()));
        try {
            var run = stat.run(arguments, Input.NONE);
            Map<String, Mount> byPoint = new HashMap<>();
            mounts.forEach(mount -> byPoint.put(mount.point(), mount));
            List<Room> rooms = new ArrayList<>();
            // One that cannot be asked has no line.
            for (String line : run.output().lines().toList()) {
                String[] fields = line.split(" ", 6);
                Mount mount = fields.length == 6 ? byPoint.get(fields[5]) : null;
                if (mount != null) {
                    rooms.add(room(mount, fields));
                }
            }
            rooms.removeIf(room -> room.total() == 0);
            return rooms;
        } catch (IOException e) {
            LOG.warn("the room on file systems cannot be asked for", "cause", e.getMessage());
            return List.of();
        }
    }

    private static Room room(Mount mount, String[] n) {
        long block = KernelFiles.parse(n[2], 0);
        return new Room(
                mount.point(),
                mount.device(),
                mount.type(),
                KernelFiles.parse(n[0], 0) * block,
                KernelFiles.parse(n[1], 0) * block,
                KernelFiles.parse(n[3], 0),
                KernelFiles.parse(n[4], 0));
    }

    /** Writable ones, each device once, memory file systems each for itself; the last mount on a place counts. */
    private List<Mount> mounts() {
        Map<String, Mount> byPoint = new HashMap<>();
        List<String> order = new ArrayList<>();
        for (String line : files.lines("proc/self/mounts", 1 << 18)) {
            String[] fields = line.split(" ", 6);
            if (fields.length < 4) {
                continue;
            }
            String point = unescaped(fields[1]);
            byPoint.remove(point);
            order.remove(point);
            boolean writable = List.of(fields[3].split(",", -1)).contains("rw");
            boolean counts = writable && KINDS.contains(fields[2]) && !point.startsWith("/run/credentials/");
            // Asked last: a network's file system may let whoever asks wait without end.
            if (counts && Files.isDirectory(Path.of(point))) {
                byPoint.put(point, new Mount(point, unescaped(fields[0]), fields[2]));
                order.add(point);
            }
        }
        Set<String> devices = new HashSet<>();
        return order.stream()
                .map(byPoint::get)
                .filter(mount -> mount.type().equals("tmpfs") || devices.add(mount.device()))
                .limit(MAX)
                .toList();
    }

    /** Blanks and others stand as three octal digits. */
    private static String unescaped(String text) {
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
