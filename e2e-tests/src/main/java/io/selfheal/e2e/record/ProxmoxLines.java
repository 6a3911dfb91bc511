package io.selfheal.e2e.record;

import io.selfheal.e2e.lab.Machine;
import io.selfheal.e2e.record.DemoRecording.Act;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What pvedaemon logs of logins, in the words of Proxmox VE's access control ({@code PVE/API2/AccessControl.pm}), sent
 * through the machine's real syslog: a brute force on the web interface between a person's logins.
 */
final class ProxmoxLines {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String ATTACKER = "::ffff:203.0.113.9";

    private final Machine machine;

    ProxmoxLines(Machine machine) {
        this.machine = machine;
    }

    List<Act> acts() {
        List<Act> acts = new ArrayList<>();
        acts.add(act(1, 1823, "daemon.info", "<root@pam> successful auth for user 'root@pam'"));
        acts.add(act(
                2,
                1823,
                "daemon.info",
                "<root@pam> starting task UPID:pve1:0000A1F3:0012B6C1:6920E4B2:vncproxy:104:root@pam:"));
        acts.add(act(
                19,
                1823,
                "daemon.info",
                "<root@pam> end task UPID:pve1:0000A1F3:0012B6C1:6920E4B2:vncproxy:104:root@pam: OK"));
        for (int n = 0; n < 16; n++) {
            acts.add(act(
                    34 + 2.3 * n, 1823 + n % 3, "daemon.err", failure(ATTACKER, "root@pam", "Authentication failure")));
        }
        for (String user : List.of("admin@pve", "monitor@pve", "backup@pve")) {
            acts.add(act(
                    73 + user.length() / 2.0,
                    1824,
                    "daemon.err",
                    failure(ATTACKER, user, "no such user ('" + user + "')")));
        }
        acts.add(act(51, 1825, "daemon.err", failure("::ffff:192.0.2.10", "alice@pve", "authentication failure")));
        acts.add(act(55, 1825, "daemon.info", "<root@pam> successful auth for user 'alice@pve'"));
        acts.add(act(
                92,
                1823,
                "daemon.info",
                "<alice@pve> starting task UPID:pve1:0000A2C8:0012D41A:6920E510:qmstart:104:alice@pve:"));
        acts.add(act(
                95,
                1823,
                "daemon.info",
                "<alice@pve> end task UPID:pve1:0000A2C8:0012D41A:6920E510:qmstart:104:alice@pve: OK"));
        return acts;
    }

    private static String failure(String address, String user, String reason) {
        return "authentication failure; rhost=" + address + " user=" + user + " msg=" + reason;
    }

    private Act act(double seconds, int pid, String priority, String message) {
        List<String> argv = List.of("logger", "-p", priority, "-t", "pvedaemon", "--id=" + pid, "--", message);
        return new Act(
                Duration.ofMillis(Math.round(seconds * 1000)),
                () -> machine.run(argv, LIMIT).orThrow());
    }
}
