package io.selfheal.e2e.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what this machine lacks for the laboratory, in words that tell how to mend it. */
public final class LabRequirements {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");

    /** Program to the Debian package that has it. */
    private static final Map<String, String> NETWORK = new TreeMap<>(Map.ofEntries(
            Map.entry("ip", "iproute2"),
            Map.entry("nft", "nftables"),
            Map.entry("iptables", "iptables"),
            Map.entry("ipset", "ipset"),
            Map.entry("ufw", "ufw"),
            Map.entry("sysctl", "procps"),
            Map.entry("sshd", "openssh-server"),
            Map.entry("ssh", "openssh-client"),
            Map.entry("sshpass", "sshpass"),
            Map.entry("nginx", "nginx-light"),
            Map.entry("hydra", "hydra"),
            Map.entry("nmap", "nmap"),
            Map.entry("ncat", "ncat"),
            Map.entry("curl", "curl"),
            Map.entry("openssl", "openssl"),
            Map.entry("rsyslogd", "rsyslog"),
            Map.entry("unshare", "util-linux"),
            Map.entry("nsenter", "util-linux")));

    private static final Map<String, String> CONTAINER = new TreeMap<>(Map.of(
            "ip", "iproute2",
            "dockerd", "docker.io",
            "docker", "docker.io",
            "debootstrap", "debootstrap",
            "tar", "tar",
            "unshare", "util-linux",
            "nsenter", "util-linux"));

    private static final Map<String, String> DATABASE = new TreeMap<>(Map.of(
            "pg_ctlcluster", "postgresql",
            "pg_dump", "postgresql",
            "mariadbd", "mariadb-server",
            "mariadb-dump", "mariadb-server",
            "runuser", "util-linux"));

    private static final Map<String, String> MOUNT =
            new TreeMap<>(Map.of("sshfs", "sshfs", "umount", "util-linux", "sshd", "openssh-server"));

    private static final Map<String, String> RPM = new TreeMap<>(Map.of(
            "dnf", "dnf",
            "rpm", "rpm",
            "rpmbuild", "rpm",
            "createrepo_c", "createrepo-c",
            "modifyrepo_c", "createrepo-c"));

    private static final Map<String, String> MONITOR =
            new TreeMap<>(Map.of("prometheus", "prometheus", "promtool", "prometheus", "rsyslogd", "rsyslog"));

    private static final Map<String, String> RSYSLOG_MODULES =
            new TreeMap<>(Map.of("imkafka", "rsyslog-kafka", "omelasticsearch", "rsyslog-elasticsearch"));

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final Path FUSE = Path.of("/dev/fuse");

    private LabRequirements() {}

    /** What is missing, empty when the lab of this kind can be opened here. */
    public static List<String> missing(LabKind kind) {
        Map<String, String> programs =
                switch (kind) {
                    case NETWORK -> NETWORK;
                    case CONTAINER -> CONTAINER;
                    case DATABASE -> DATABASE;
                    case MOUNT -> MOUNT;
                    case RPM -> RPM;
                    case MONITOR -> MONITOR;
                };
        List<String> missing = new ArrayList<>();
        programs.forEach((program, debianPackage) -> {
            if (FOLDERS.stream().noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
                missing.add("the program " + program + " (apt-get install " + debianPackage + ")");
            }
        });
        if (kind == LabKind.MONITOR) {
            RSYSLOG_MODULES.forEach((module, debianPackage) -> {
                if (!hasRsyslogModule(module)) {
                    missing.add("rsyslog's module " + module + " (apt-get install " + debianPackage + ")");
                }
            });
        }
        if (kind == LabKind.MOUNT && !Files.exists(FUSE)) {
            missing.add(FUSE + " (a kernel with FUSE: modprobe fuse)");
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            missing.add("root (this JVM runs as " + System.getProperty("user.name") + ")");
        } else if (missing.isEmpty()) {
            tryNamespaces(missing);
        }
        return List.copyOf(missing);
    }

    /** Debian's packages for every kind of laboratory. */
    public static Set<String> debianPackages() {
        return Stream.of(NETWORK, CONTAINER, DATABASE, MOUNT, RPM, MONITOR, RSYSLOG_MODULES)
                .flatMap(programs -> programs.values().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Debian and Ubuntu keep them below the folder that is named after the processor. */
    private static boolean hasRsyslogModule(String name) {
        try (Stream<Path> folders = Files.list(LIBRARIES)) {
            return folders.anyMatch(
                    folder -> Files.exists(folder.resolve("rsyslog").resolve(name + ".so")));
        } catch (IOException e) {
            return false;
        }
    }

    private static void tryNamespaces(List<String> missing) {
        String probe = "shprobe" + HexFormat.of().toHexDigits(new SecureRandom().nextInt());
        Finished made = Program.run(List.of("ip", "netns", "add", probe), LIMIT);
        if (!made.ok()) {
            missing.add("the right to make network namespaces: " + made.output().strip());
            return;
        }
        Finished unshared = Program.run(
                List.of(
                        "ip",
                        "netns",
                        "exec",
                        probe,
                        "unshare",
                        "--mount",
                        "--uts",
                        "--propagation",
                        "private",
                        "true"),
                LIMIT);
        if (!unshared.ok()) {
            missing.add(
                    "the right to make mount namespaces: " + unshared.output().strip());
        }
        Program.run(List.of("ip", "netns", "delete", probe), LIMIT);
    }
}
