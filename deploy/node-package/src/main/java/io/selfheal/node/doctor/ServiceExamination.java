package io.selfheal.node.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether both services run, and with the configuration that is on disk. */
final class ServiceExamination implements Examination {
    private static final String ABOUT = "service";
    private static final int MANY_RESTARTS = 3;
    private static final List<String> PROPERTIES = List.of(
            "LoadState",
            "ActiveState",
            "SubState",
            "UnitFileState",
            "NRestarts",
            "StatusText",
            "ExecMainStatus",
            "ActiveEnterTimestampMonotonic");

    private final Systemctl systemctl;

    ServiceExamination(Systemctl systemctl) {
        this.systemctl = systemctl;
    }

    @Override
    public List<Finding> look(Node node) {
        List<Finding> findings = new ArrayList<>();
        for (String agent : List.of("collector", "responder")) {
            String unit = "selfheal-" + agent + ".service";
            try {
                look(unit, systemctl.show(unit, PROPERTIES), findings);
            } catch (IOException e) {
                findings.add(Finding.warning(
                        ABOUT,
                        "systemd cannot be asked about " + unit + ": " + e.getMessage(),
                        "look whether systemd runs on this machine"));
                return findings;
            }
        }
        return findings;
    }

    private static void look(String unit, Map<String, String> is, List<Finding> findings) {
        String state = is.getOrDefault("ActiveState", "");
        String status = is.getOrDefault("StatusText", "");
        if ("not-found".equals(is.get("LoadState"))) {
            findings.add(Finding.note(ABOUT, unit + " is not installed", "install the package selfheal-node"));
            return;
        }
        if (!"active".equals(state) && !"reloading".equals(state)) {
            findings.add(Finding.wrong(
                    ABOUT,
                    unit + " is " + state + " (exit status " + is.getOrDefault("ExecMainStatus", "?") + ")"
                            + (status.isEmpty() ? "" : ": " + status),
                    "journalctl -u " + unit + " says why; then: systemctl restart " + unit));
            return;
        }
        if (status.contains("configuration on disk")) {
            findings.add(
                    Finding.wrong(ABOUT, unit + " " + status, "selfheal config check; then: systemctl reload " + unit));
        } else if (restarts(is) >= MANY_RESTARTS) {
            findings.add(Finding.warning(
                    ABOUT,
                    unit + " is active, but systemd had to start it again " + restarts(is) + " times",
                    "journalctl -u " + unit + " says why"));
        } else {
            findings.add(Finding.ok(ABOUT, unit + " is active"));
        }
        if ("disabled".equals(is.get("UnitFileState"))) {
            findings.add(Finding.warning(ABOUT, unit + " will not start with the machine", "systemctl enable " + unit));
        }
    }

    private static int restarts(Map<String, String> is) {
        String number = is.getOrDefault("NRestarts", "0");
        return number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : 0;
    }
}
