package io.selfheal.e2e.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A namespace that is a machine of its own to the servers in it: beside the network it has its own host name, {@code
 * /dev} (so that {@code /dev/log} is its own), {@code /run}, {@code /var/log}, {@code /etc/passwd}, {@code
 * /etc/shadow} and {@code /etc/group}. The host's files are not written: no user is added to it and no login is noted in its wtmp.
 *
 * <p>A real rsyslogd listens on its {@code /dev/log} and writes {@code auth.log}, {@code daemon.log} and {@code syslog}
 * in Debian's traditional format.
 */
public final class Machine implements Place {
    private static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom", "tty");
    private static final List<String> ACCOUNTS = List.of("passwd", "shadow", "group");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Namespace namespace;
    private final Path directory;
    private final List<String> entering;
    private int nextUserId = 7000;

    private Machine(Namespace namespace, Path directory, long holder) {
        this.namespace = namespace;
        this.directory = directory;
        this.entering = List.of("nsenter", "--target", Long.toString(holder), "--mount", "--net", "--uts", "--");
    }

    /** Makes the rooms and starts rsyslogd in them. */
    static Machine in(Namespace namespace, String hostName) {
        LabRun run = namespace.labRun();
        Path directory = run.directory().resolve("machine-" + hostName);
        prepare(run, directory);
        Running holder = namespace.start(
                "holder-" + hostName,
                List.of("unshare", "--mount", "--uts", "--propagation", "private", "sleep", "infinity"));
        Waiting.until(
                "the machine's rooms",
                PATIENCE,
                () -> ProcessHandle.of(holder.pid())
                        .flatMap(process -> process.info().command())
                        .filter(command -> command.endsWith("sleep"))
                        .isPresent(),
                holder::tail);
        Machine machine = new Machine(namespace, directory, holder.pid());
        machine.furnish(hostName);
        machine.startSyslog();
        return machine;
    }

    @Override
    public LabRun labRun() {
        return namespace.labRun();
    }

    @Override
    public List<String> entering() {
        return entering;
    }

    @Override
    public String ipv4() {
        return namespace.ipv4();
    }

    @Override
    public String ipv6() {
        return namespace.ipv6();
    }

    /** The name under which {@code ip netns} knows the machine's network. */
    public String netns() {
        return namespace.netns();
    }

    /** The machine's {@code /var/log}, as the host sees it. */
    public Path logs() {
        return directory.resolve("log");
    }

    /** {@code /var/log/auth.log}, as the host sees it. */
    public Path authLog() {
        return logs().resolve("auth.log");
    }

    /** A directory of the machine, at the same path inside and outside. */
    Path directory() {
        return directory;
    }

    /**
     * A throw-away user that may log in with this password; known only inside the machine.
     *
     * @param groups of the machine that it belongs to, e.g. {@code sudo}
     */
    public void addUser(String user, String password, String... groups) {
        Path home = directory.resolve("home").resolve(user);
        int id = nextUserId++;
        String hash = Program.run(List.of("openssl", "passwd", "-6", "-stdin"), password + "\n", PATIENCE)
                .orThrow()
                .output()
                .strip();
        try {
            Files.createDirectories(home);
            append("passwd", user + ":x:" + id + ":" + id + "::" + home + ":/bin/sh\n");
            append("shadow", user + ":" + hash + ":19000:0:99999:7:::\n");
            for (String group : groups) {
                join(user, group);
            }
        } catch (IOException e) {
            throw new LabException("cannot add the user " + user, e);
        }
        must(List.of("chown", id + ":" + id, home.toString()));
    }

    void must(List<String> argv) {
        run(argv, PATIENCE).orThrow();
    }

    /** group(5): NAME:x:GID:USER,USER. */
    private void join(String user, String group) throws IOException {
        Path file = directory.resolve("etc/group");
        List<String> lines = Files.readAllLines(file).stream()
                .map(line -> line.startsWith(group + ":") ? line + (line.endsWith(":") ? "" : ",") + user : line)
                .toList();
        Files.write(file, lines);
    }

    // In place: the file inside is a bind mount of this very inode.
    private void append(String file, String line) throws IOException {
        Files.writeString(directory.resolve("etc").resolve(file), line, StandardOpenOption.APPEND);
    }

    private static void prepare(LabRun run, Path directory) {
        try {
            for (String folder : List.of("dev/pts", "dev/shm", "log", "etc", "home", "tmp")) {
                Files.createDirectories(directory.resolve(folder));
            }
            for (String device : DEVICES) {
                Files.createFile(directory.resolve("dev").resolve(device));
            }
            Files.createSymbolicLink(directory.resolve("dev/log"), Path.of("/run/syslog.socket"));
            Files.createSymbolicLink(directory.resolve("dev/ptmx"), Path.of("pts/ptmx"));
            for (String file : ACCOUNTS) {
                Files.copy(Path.of("/etc", file), directory.resolve("etc").resolve(file));
            }
            Files.writeString(directory.resolve("rsyslog.conf"), SYSLOG);
        } catch (IOException e) {
            throw new LabException("cannot prepare " + directory + " of " + run.name(), e);
        }
    }

    private void furnish(String hostName) {
        List<String> devices = new ArrayList<>(DEVICES);
        devices.addAll(List.of("pts", "shm"));
        for (String device : devices) {
            must(List.of("mount", "--bind", "/dev/" + device, directory.resolve("dev") + "/" + device));
        }
        must(List.of("mount", "--rbind", directory.resolve("dev").toString(), "/dev"));
        must(List.of("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run"));
        must(List.of("mkdir", "/run/sshd"));
        // Without the file nobody who logs in is noted as being here.
        must(List.of("touch", "/run/utmp"));
        must(List.of("mount", "--bind", logs().toString(), "/var/log"));
        for (String file : ACCOUNTS) {
            must(List.of("mount", "--bind", directory.resolve("etc") + "/" + file, "/etc/" + file));
        }
        must(List.of("hostname", hostName));
    }

    private void startSyslog() {
        Running rsyslog = start(
                "rsyslogd",
                List.of(
                        "rsyslogd",
                        "-n",
                        "-iNONE",
                        "-f",
                        directory.resolve("rsyslog.conf").toString()));
        Waiting.until(
                "rsyslogd listening on /dev/log",
                PATIENCE,
                () -> run(List.of("test", "-S", "/run/syslog.socket"), PATIENCE).ok(),
                rsyslog::tail);
    }

    private static final String SYSLOG = """
            module(load="imuxsock" SysSock.Use="off")
            input(type="imuxsock" Socket="/run/syslog.socket" RateLimit.Interval="0")
            $FileCreateMode 0640
            auth,authpriv.* action(type="omfile" file="/var/log/auth.log" template="RSYSLOG_TraditionalFileFormat")
            daemon.* action(type="omfile" file="/var/log/daemon.log" template="RSYSLOG_TraditionalFileFormat")
            *.*;auth,authpriv,daemon.none action(type="omfile" file="/var/log/syslog" template="RSYSLOG_TraditionalFileFormat")
            """;
}
