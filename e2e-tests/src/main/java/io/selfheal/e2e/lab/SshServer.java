package io.selfheal.e2e.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real OpenSSH server on port 22, IPv4 and IPv6, with password logins and its log in the machine's {@code
 * /var/log/auth.log}. It allows so many tries and half-open connections that an attacker is stopped by us or by nobody.
 */
public final class SshServer implements AutoCloseable {
    private final Machine machine;
    private final Running sshd;

    private SshServer(Machine machine, Running sshd) {
        this.machine = machine;
        this.sshd = sshd;
    }

    /** Starts it and returns when both families answer. Ends with the machine's lab, or earlier by close. */
    public static SshServer start(Machine machine) {
        Path key = machine.directory().resolve("ssh_host_ed25519_key");
        LabRun.must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        Path config = machine.labRun().write("sshd_config", configuration(key));
        Running sshd = machine.start("sshd", List.of("/usr/sbin/sshd", "-D", "-f", config.toString()));
        SshServer server = new SshServer(machine, sshd);
        for (String address : List.of("127.0.0.1", "::1")) {
            Waiting.until("sshd on " + address, Duration.ofSeconds(10), () -> answers(machine, address), sshd::tail);
        }
        return server;
    }

    /** The log as the host sees it. */
    public Path authLog() {
        return machine.authLog();
    }

    public Machine machine() {
        return machine;
    }

    public Running process() {
        return sshd;
    }

    @Override
    public void close() {
        sshd.close();
    }

    private static boolean answers(Machine machine, String address) {
        return Reach.from(machine, address, 22, Duration.ofSeconds(1)) == Reach.OPEN;
    }

    private static String configuration(Path key) {
        return """
                Port 22
                ListenAddress 0.0.0.0
                ListenAddress ::
                HostKey %s
                PidFile none
                UsePAM no
                PasswordAuthentication yes
                KbdInteractiveAuthentication no
                PermitRootLogin yes
                MaxAuthTries 1000
                MaxStartups 500:30:1000
                LoginGraceTime 60
                UseDNS no
                PrintMotd no
                """.formatted(key);
    }
}
