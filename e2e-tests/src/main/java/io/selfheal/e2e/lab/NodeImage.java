package io.selfheal.e2e.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The image of a Debian node with systemd, made by debootstrap from Debian's own packages (no registry is asked). Made
 * once, about 40 s, and kept as {@code node-<hash of the recipe>.tar}, 0.3 GB; a changed recipe makes a new one.
 */
final class NodeImage {
    private static final List<String> PACKAGES = List.of(
            "systemd",
            "systemd-sysv",
            "dbus",
            "iproute2",
            "nftables",
            "openssh-server",
            "nginx-light",
            "procps",
            "curl");
    /** Those that debootstrap cannot set up: they need what is set up by then. */
    private static final List<String> LATER = List.of("polkitd", "iptables", "ipset", "libfaketime");

    private static final String SUITE = "bookworm";
    /** Raise it when the steps below change in a way that the lists above do not show. */
    private static final String EDITION = "1";

    private NodeImage() {}

    /** The tag of the image, which is in the engine when this returns. */
    static String ready(LabRun run, DockerEngine engine) {
        String tag = "selfheal-lab/node:" + recipeHash();
        if (engine.docker("image", "inspect", "--format", "{{.Id}}", tag).ok()) {
            return tag;
        }
        Path archive = LabRun.HOME.resolve("node-" + recipeHash() + ".tar");
        if (!Files.exists(archive)) {
            make(run, archive);
        }
        engine.docker(List.of("import", archive.toString(), tag), Duration.ofMinutes(2))
                .orThrow();
        return tag;
    }

    private static void make(LabRun run, Path archive) {
        Path root = run.directory().resolve("image");
        Path unfinished = run.directory().resolve("image.tar");
        // In a mount namespace of its own: what debootstrap mounts is gone with it, even if it is killed.
        Program.run(
                        List.of(
                                "unshare",
                                "--mount",
                                "--propagation",
                                "private",
                                "debootstrap",
                                "--variant=minbase",
                                "--include=" + String.join(",", PACKAGES),
                                SUITE,
                                root.toString()),
                        Duration.ofMinutes(6))
                .orThrow();
        installLater(root);
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

    private static void installLater(Path root) {
        Path guard = root.resolve("usr/sbin/policy-rc.d");
        List<String> install =
                new ArrayList<>(List.of("chroot", root.toString(), "env", "DEBIAN_FRONTEND=noninteractive"));
        install.addAll(List.of("apt-get", "-q", "-y", "--no-install-recommends", "install"));
        install.addAll(LATER);
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

    private static String recipeHash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((EDITION + SUITE + PACKAGES + LATER).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new LabException("no SHA-256", e);
        }
    }
}
