package io.selfheal.responder.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What still runs the old code after an upgrade: a reboot that is due, a newer kernel than the running one, and services
 * whose processes hold libraries that were replaced (their maps say {@code (deleted)}).
 */
public final class Restarts {
    private static final String CHECK = "restarts";
    private static final int MOST_PROCESSES = 20_000;

    private final Path root;

    /** @param root {@code /}; another one in tests */
    public Restarts(Path root) {
        this.root = root;
    }

    public Finding look() {
        try {
            List<String> lines = new ArrayList<>();
            boolean reboot = Files.exists(root.resolve("run/reboot-required"))
                    || Files.exists(root.resolve("var/run/reboot-required"));
            if (reboot) {
                lines.add("a reboot is required" + forWhat());
            }
            kernel(lines);
            List<String> hints = new ArrayList<>();
            for (String unit : units(hints)) {
                lines.add(unit + " runs with libraries that were replaced: restart it");
            }
            return new Finding.Looked(CHECK, 0, lines, hints);
        } catch (IOException e) {
            return new Finding.Failed(CHECK, String.valueOf(e.getMessage()));
        }
    }

    private String forWhat() throws IOException {
        Path packages = root.resolve("run/reboot-required.pkgs");
        if (!Files.isReadable(packages)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(packages)) {
            return ": " + String.join(", ", lines.distinct().limit(20).toList());
        }
    }

    /** Only Ubuntu makes a reboot-required file: the newest kernel in /boot is compared with the running one. */
    private void kernel(List<String> lines) throws IOException {
        Path boot = root.resolve("boot");
        Path release = root.resolve("proc/sys/kernel/osrelease");
        if (!Files.isDirectory(boot) || !Files.isReadable(release)) {
            return;
        }
        String running = Files.readString(release).strip();
        List<String> installed = new ArrayList<>();
        try (DirectoryStream<Path> images = Files.newDirectoryStream(boot, "vmlinuz-*")) {
            images.forEach(
                    image -> installed.add(String.valueOf(image.getFileName()).substring("vmlinuz-".length())));
        }
        installed.stream()
                .filter(version -> KernelVersion.isOfOneKind(version, running))
                .max(KernelVersion::compare)
                .filter(newest -> KernelVersion.compare(newest, running) > 0)
                .ifPresent(newest -> lines.add("the kernel " + newest + " waits for a reboot; " + running + " runs"));
    }

    private Set<String> units(List<String> hints) throws IOException {
        Set<String> units = new TreeSet<>();
        int unread = 0;
        int count = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(root.resolve("proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (count++ > MOST_PROCESSES) {
                    break;
                }
                try {
                    String unit = staleUnit(process);
                    if (unit.endsWith(".service")) {
                        units.add(unit);
                    }
                } catch (AccessDeniedException e) {
                    unread++;
                }
            }
        }
        if (unread > 0) {
            hints.add(unread + " processes could not be looked at; root sees all");
        }
        return units;
    }

    /** The unit of a process that holds what was replaced; empty if it holds nothing of the kind, or has ended. */
    private static String staleUnit(Path process) throws AccessDeniedException {
        try {
            return holdsReplaced(process.resolve("maps")) ? unit(process.resolve("cgroup")) : "";
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException | UncheckedIOException ended) {
            return "";
        }
    }

    /** Libraries and programs only: deleted temporary files, memory and locks are held by many that are well. */
    private static boolean holdsReplaced(Path maps) throws IOException {
        try (Stream<String> lines = Files.lines(maps, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> line.endsWith(" (deleted)")
                    && line.contains("r-xp")
                    && (line.contains(" /usr/")
                            || line.contains(" /lib")
                            || line.contains(" /bin/")
                            || line.contains(" /sbin/")
                            || line.contains(" /opt/")));
        }
    }

    private static String unit(Path cgroup) throws IOException {
        try (Stream<String> lines = Files.lines(cgroup, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("0::") || line.contains(":name=systemd:"))
                    .map(line -> line.substring(line.lastIndexOf('/') + 1))
                    .findFirst()
                    .orElse("");
        }
    }
}
