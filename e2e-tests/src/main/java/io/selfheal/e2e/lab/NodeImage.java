package io.selfheal.e2e.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The image of a node with systemd, made by debootstrap from the distribution's own packages (no registry is asked).
 * Made once, about 40 s, and kept as {@code node-<hash of the recipe>.tar}, 0.3 GB; a changed recipe makes a new one.
 */
final class NodeImage {
    /** Raise it when the steps below change in a way that the lists above do not show. */
    private static final String EDITION = "2";

    private NodeImage() {}

    /** The tag of the image, which is in the engine when this returns. */
    static String ready(LabRun run, DockerEngine engine, Distribution distribution) {
        String recipe = hash(EDITION + distribution.recipe());
        String tag = "selfheal-lab/node:" + recipe;
        if (engine.docker("image", "inspect", "--format", "{{.Id}}", tag).ok()) {
            return tag;
        }
        Path archive = LabRun.HOME.resolve("node-" + recipe + ".tar");
        makeOnce(run, archive, distribution);
        engine.docker(List.of("import", archive.toString(), tag), Duration.ofMinutes(2))
                .orThrow();
        return tag;
    }

    /** Another lab may be about to make the same. */
    private static void makeOnce(LabRun run, Path archive, Distribution distribution) {
        Path lockFile = archive.resolveSibling(archive.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(archive)) {
                make(run, archive, distribution);
            }
        } catch (IOException e) {
            throw new LabException("cannot lock " + lockFile, e);
        }
    }

    private static void make(LabRun run, Path archive, Distribution distribution) {
        Path root = run.directory().resolve("image");
        Path unfinished = run.directory().resolve("image.tar");
        // In a mount namespace of its own: what debootstrap mounts is gone with it, even if it is killed.
        List<String> debootstrap = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
        debootstrap.addAll(distribution.debootstrap(root));
        Program.run(debootstrap, Duration.ofMinutes(6)).orThrow();
        installLater(root, distribution.later());
        Program.run(
                        List.of(
                                "tar",
                                "-C",
                                root.toString(),
                                "--exclude=./var/cache/apt/archives/*.deb",
                                "--exclude=./etc/ssh/ssh_host_*",
                                "--exclude=./etc/machine-id",
                                "--exclude=./var/lib/dbus/machine-id",
                                "-cf",
                                unfinished.toString(),
                                "."),
                        Duration.ofMinutes(3))
                .orThrow();
        try {
            Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LabException("cannot keep " + archive, e);
        }
    }

    private static void installLater(Path root, List<String> packages) {
        Path guard = root.resolve("usr/sbin/policy-rc.d");
        List<String> install =
                new ArrayList<>(List.of("chroot", root.toString(), "env", "DEBIAN_FRONTEND=noninteractive"));
        install.addAll(List.of("apt-get", "-q", "-y", "--no-install-recommends", "install"));
        install.addAll(packages);
        try {
            // No service is started by its installation: 101 means no (invoke-rc.d(8)).
            Files.writeString(guard, "#!/bin/sh\nexit 101\n");
            Files.setPosixFilePermissions(guard, PosixFilePermissions.fromString("rwxr-xr-x"));
            Program.run(install, Duration.ofMinutes(3)).orThrow();
            Files.delete(guard);
        } catch (IOException e) {
            throw new LabException("cannot write " + guard, e);
        }
    }

    private static String hash(String recipe) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(recipe.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new LabException("no SHA-256", e);
        }
    }
}
