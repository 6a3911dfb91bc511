package io.selfheal.e2e.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real OpenSSH server on port 22, IPv4 and IPv6, with password logins and its log in the machine's {@code
 * /var/log/auth.log}.
 */
public final class SshServer implements AutoCloseable {
    /** How much a server puts up with before it hangs up by itself. */
    public enum Manner {
        /** No limit worth the name and no PAM: an attacker is stopped by us or by nobody. */
        PATIENT,
        /** As Debian installs it: PAM with its delays and its own log lines, six tries a connection. */
        AS_DEBIAN
    }

    private final Machine machine;
    private final Running sshd;

    private SshServer(Machine machine, Running sshd) {
        this.machine = machine;
        this.sshd = sshd;
    }

    /** Starts a patient one and returns when both families answer. Ends with the lab, or earlier by close. */
    public static SshServer start(Machine machine) {
        return start(machine, Manner.PATIENT);
    }

    public static SshServer start(Machine machine, Manner manner) {
        Path key = machine.directory().resolve("ssh_host_ed25519_key");
        LabRun.must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        Path config = machine.labRun().write("sshd_config", configuration(key, manner));
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

    private static String configuration(Path key, Manner manner) {
        String limits =
                switch (manner) {
                    case PATIENT -> "UsePAM no\nMaxAuthTries 1000\nMaxStartups 500:30:1000\n";
                    case AS_DEBIAN -> "UsePAM yes\n";
                };
        return limits + """
                Port 22
                ListenAddress 0.0.0.0
                ListenAddress ::
                HostKey %s
                PidFile none
                PasswordAuthentication yes
                KbdInteractiveAuthentication no
                PermitRootLogin yes
                LoginGraceTime 60
                UseDNS no
                PrintMotd no
                """.formatted(key);
    }
}
