package io.selfheal.e2e.node;

import io.selfheal.e2e.lab.Finished;
import io.selfheal.e2e.lab.LabException;
import io.selfheal.e2e.lab.Program;
import io.selfheal.e2e.lab.SystemdNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A machine of the laboratory on which the package is installed, upgraded and removed as an administrator would. */
public final class PackagedNode {
    public static final List<String> UNITS = List.of("selfheal-collector", "selfheal-responder");

    private static final Duration DPKG_LIMIT = Duration.ofMinutes(5);
    private static final Duration PACK_LIMIT = Duration.ofMinutes(3);
    /** A command of the node takes seconds; beside other labs, and where something does not answer, longer. */
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(3);

    private static final Pattern EXPOSURE = Pattern.compile("exposure level for \\S+: ([0-9.]+)");

    /** Every file, and who there is; without what any running machine changes. */
    private static final String EVERYTHING =
            "find / -xdev ( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /run -o -path /opt"
                    + " -o -path /var/log -o -path /var/tmp -o -path /var/lib/dpkg -o -path /var/cache"
                    + " -o -path /var/lib/systemd/timers -o -path /var/lib/private"
                    + " -o -path /etc/.pwd.lock -o -path /etc/passwd- -o -path /etc/group- -o -path /etc/shadow-"
                    + " -o -path /etc/gshadow- -o -path /etc/subuid- -o -path /etc/subgid- ) -prune -o -print";

    private final SystemdNode node;
    private final Path scratch;

    public PackagedNode(SystemdNode node, Path scratch) {
        this.node = node;
        this.scratch = scratch;
    }

    /** The Debian package that the build made. */
    public static Path built(Path home) {
        return built(home, ".deb");
    }

    /** The package of this kind, {@code .deb} or {@code .rpm}, that the build made. */
    static Path built(Path home, String kind) {
        try (Stream<Path> files = Files.list(home.resolve("deploy/node-package/target"))) {
            return files.filter(file -> file.toString().endsWith(kind))
                    .findFirst()
                    .orElseThrow(() -> new LabException("no " + kind + " is there: ./selfheal package"));
        } catch (IOException e) {
            throw new LabException("no " + kind + " is there: ./selfheal package", e);
        }
    }

    public Finished install(Path deb) {
        node.copyIn(deb, "/opt/selfheal-node.deb");
        return node.exec(List.of("dpkg", "--install", "/opt/selfheal-node.deb"), DPKG_LIMIT);
    }

    public Finished dpkg(String action) {
        return node.exec(List.of("dpkg", action, "selfheal-node"), DPKG_LIMIT);
    }

    /** The same package under another version, as the next release would be. */
    public Path withVersion(Path deb, String version) throws IOException {
        Path folder = scratch.resolve("repacked-" + version);
        Path repacked = scratch.resolve("selfheal-node_" + version + ".deb");
        Program.run(List.of("dpkg-deb", "--raw-extract", deb.toString(), folder.toString()), PACK_LIMIT)
                .orThrow();
        Path control = folder.resolve("DEBIAN/control");
        Files.writeString(control, Files.readString(control).replaceFirst("(?m)^Version: .*$", "Version: " + version));
        Program.run(
                        List.of(
                                "dpkg-deb",
                                "--root-owner-group",
                                "-Znone",
                                "--build",
                                folder.toString(),
                                repacked.toString()),
                        PACK_LIMIT)
                .orThrow();
        return repacked;
    }

    public Finished selfheal(String... arguments) {
        Finished run = node.exec(
                Stream.concat(Stream.of("selfheal"), Stream.of(arguments)).toList(), COMMAND_LIMIT);
        return run.timedOut() ? run.orThrow() : run;
    }

    /** What {@code systemd-analyze security} makes of a unit: 0 is best, 10 worst. */
    public double exposure(String unit) {
        String said = node.exec("systemd-analyze", "--no-pager", "security", unit + ".service")
                .output();
        Matcher level = EXPOSURE.matcher(said);
        if (!level.find()) {
            throw new LabException("systemd-analyze says no level: " + said);
        }
        return Double.parseDouble(level.group(1));
    }

    public void write(String file, String text) {
        try {
            Path there = scratch.resolve("written");
            Files.writeString(there, text);
            node.copyIn(there, "/opt/written");
        } catch (IOException e) {
            throw new LabException("cannot write " + file, e);
        }
        // Over what stands there, so that owner and rights stay.
        node.exec("cp", "--no-preserve=all", "/opt/written", file).orThrow();
    }

    public String read(String file) {
        return node.exec("cat", file).orThrow().output();
    }

    /** Files, users and groups, rules of the firewall: what a purge must leave as it was. */
    public List<String> everything() {
        String files = node.exec(List.of(EVERYTHING.split(" ")), Duration.ofMinutes(1))
                .orThrow()
                .output();
        String rules = node.exec("nft", "list", "ruleset").orThrow().output();
        String units = node.exec("systemctl", "list-unit-files", "--no-pager", "--no-legend")
                .output();
        return Stream.of(files, read("/etc/passwd"), read("/etc/group"), read("/etc/shadow"), rules, units)
                .flatMap(String::lines)
                .map(line -> line.replaceAll("\\s+", " "))
                .sorted()
                .toList();
    }
}
