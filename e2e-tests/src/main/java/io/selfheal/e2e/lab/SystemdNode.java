package io.selfheal.e2e.lab;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A machine with a real systemd in a container: journald, dbus, sshd ({@code ssh.service}), nft with a kernel of its own
 * tables, on Debian 12 nginx ({@code nginx.service}). The host's JDK is at {@link #JAVA_HOME}. Its machine-id and its
 * SSH host key are its own.
 */
public final class SystemdNode implements AutoCloseable {
    /** Where the JDK that runs this JVM is found inside. */
    public static final String JAVA_HOME = "/opt/jdk";

    /** A unit is started once its service says so, which takes a while beside two other laboratories. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final DockerEngine engine;
    private final LabRun run;
    private final String container;
    private List<String> addresses = List.of();
    private String hostAddress = "";

    private SystemdNode(LabRun run, DockerEngine engine, String container) {
        this.run = run;
        this.engine = engine;
        this.container = container;
    }

    static SystemdNode boot(
            LabRun run,
            DockerEngine engine,
            Distribution distribution,
            String image,
            String hostName,
            Map<Path, String> readOnly) {
        boolean inBranch = distribution.needsNewCgroups() && !Cgroups.areNew();
        String container = run.name() + "-" + hostName;
        SystemdNode node = new SystemdNode(run, engine, container);
        engine.docker(creation(run, image, hostName, container, inBranch, readOnly), LIMIT)
                .orThrow();
        run.own(node);
        byte[] id = new byte[16];
        new SecureRandom().nextBytes(id);
        node.copyIn(run.write(container + ".machine-id", HexFormat.of().formatHex(id) + "\n"), "/etc/machine-id");
        engine.docker("start", container).orThrow();
        Waiting.until("systemd in " + container, Duration.ofSeconds(40), node::running, node::state);
        node.startSsh();
        return node;
    }

    private static List<String> creation(
            LabRun run, String image, String hostName, String container, boolean inBranch, Map<Path, String> readOnly) {
        List<String> create = new ArrayList<>(List.of("create", "--name", container, "--hostname", hostName));
        create.addAll(List.of("--label", DockerEngine.LABEL + "=" + run.name(), "--network", "none"));
        create.addAll(List.of("--cap-add", "NET_ADMIN", "--cap-add", "SYS_ADMIN"));
        // Docker turns IPv6 off in a container to which it gives no IPv6 network.
        create.addAll(List.of("--sysctl", "net.ipv6.conf.all.disable_ipv6=0"));
        create.addAll(List.of("--sysctl", "net.ipv6.conf.default.disable_ipv6=0"));
        create.addAll(List.of("--security-opt", "seccomp=unconfined", "--security-opt", "apparmor=unconfined"));
        create.addAll(List.of("--tmpfs", "/run", "--tmpfs", "/tmp", "--env", "container=docker"));
        if (!inBranch) {
            create.addAll(List.of("--volume", "/sys/fs/cgroup:/sys/fs/cgroup"));
        }
        create.addAll(List.of("--volume", System.getProperty("java.home") + ":" + JAVA_HOME + ":ro"));
        readOnly.forEach((outside, inside) -> create.addAll(List.of("--volume", outside + ":" + inside + ":ro")));
        create.add(image);
        create.addAll(inBranch ? Cgroups.systemdInBranch(container) : Cgroups.systemd());
        return create;
    }

    /** Runs a program inside to its end, as root, with both outputs together. */
    public Finished exec(List<String> argv, Duration limit) {
        List<String> exec = new ArrayList<>(List.of("exec", container));
        exec.addAll(argv);
        return engine.docker(exec, limit);
    }

    public Finished exec(String... argv) {
        return exec(List.of(argv), LIMIT);
    }

    public Finished systemctl(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("systemctl", "--no-pager"));
        argv.addAll(List.of(arguments));
        return exec(argv, LIMIT);
    }

    /** {@code active}, {@code inactive}, {@code failed}, {@code activating} … */
    public String activeState(String unit) {
        return property(unit, "ActiveState");
    }

    /** One property of a unit as {@code systemctl show} has it, e.g. {@code Result}, {@code MainPID}, {@code NRestarts}. */
    public String property(String unit, String name) {
        return systemctl("show", "--value", "-p", name, unit).orThrow().output().strip();
    }

    /** Ends every process of a unit with SIGKILL, as a crash would. */
    public void kill9(String unit) {
        systemctl("kill", "--kill-who=all", "--signal=SIGKILL", unit).orThrow();
    }

    /** Runs a program inside as a unit of its own; its state and log are the unit's. */
    public void startUnit(String unit, List<String> argv) {
        List<String> whole = new ArrayList<>(List.of("systemd-run", "--unit=" + unit, "--"));
        whole.addAll(argv);
        exec(whole, LIMIT).orThrow();
    }

    /** The journal, oldest line first, in journalctl's short form without its header; all of it or one unit's. */
    public List<String> journal(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("journalctl", "--no-pager", "-q"));
        argv.addAll(List.of(arguments));
        return exec(argv, LIMIT).orThrow().lines();
    }

    public void copyIn(Path outside, String inside) {
        engine.docker("cp", outside.toString(), container + ":" + inside).orThrow();
    }

    /** Writes a file, root's own. */
    public void write(String inside, String content) {
        copyIn(run.write(container + ".written/" + Path.of(inside).getFileName(), content), inside);
    }

    public void copyOut(String inside, Path outside) {
        engine.docker("cp", container + ":" + inside, outside.toString()).orThrow();
    }

    /** The container's init as the host sees it. */
    public long pid() {
        return Long.parseLong(engine.docker("inspect", "--format", "{{.State.Pid}}", container)
                .orThrow()
                .output()
                .strip());
    }

    /** The name under which {@code ip netns} knows its network, on a network lab's switch. */
    public String netns() {
        return container;
    }

    /** Its addresses, IPv4 first; IPv6 only on a network lab's switch. */
    public List<String> addresses() {
        return addresses;
    }

    /** The address of the test's machine on the cable to this node, empty on a network lab's switch. */
    public String hostAddress() {
        return hostAddress;
    }

    @Override
    public void close() {
        engine.docker("rm", "-f", "-v", container);
        Cgroups.removeBranch(container);
    }

    void addresses(List<String> joined) {
        addresses = List.copyOf(joined);
    }

    void linkToHost(int number) {
        int start = Integer.parseInt(run.name().substring(2, 4), 16);
        String net = "10.205." + NetworkLab.freeNumber("10.205.", start) + ".";
        String hostEnd = run.name() + "c" + number;
        hostAddress = net + "1";
        addresses = List.of(net + "2");
        LabRun.must("ip", "link", "add", hostEnd, "type", "veth", "peer", "eth0", "netns", Long.toString(pid()));
        LabRun.must("ip", "addr", "add", hostAddress + "/30", "dev", hostEnd);
        LabRun.must("ip", "link", "set", hostEnd, "up");
        NetworkLab.configure(pid(), "eth0", addresses.getFirst() + "/30");
    }

    // The image has no host keys, so that no two nodes share one.
    private void startSsh() {
        exec("ssh-keygen", "-A").orThrow();
        systemctl("reset-failed").orThrow();
        systemctl("start", "ssh").orThrow();
    }

    private boolean running() {
        String state = state();
        return state.startsWith("running") || state.startsWith("degraded");
    }

    private String state() {
        return exec("systemctl", "is-system-running").output().strip();
    }
}
