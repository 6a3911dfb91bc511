package io.selfheal.node.doctor;

import io.selfheal.responder.config.OrderKind;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.schemas.outcome.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the programs are there without which some orders would be refused, each by itself (SAF-30): what needs another
 * one goes on. Where such orders are only simulated, that is a hint.
 */
final class ToolExamination implements Examination {
    private static final String ABOUT = "tools";

    @Override
    public List<Finding> look(Node node) {
        ResponderConfig config = node.responder();
        if (config == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        if (config.modes().of(OrderKind.SCAN) != Mode.OFF) {
            String nmap = config.scan().nmap().getFirst();
            findings.add(
                    isThere(Path.of(nmap))
                            ? Finding.ok(ABOUT, nmap + " is there for scans")
                            : missing(
                                    config.modes().of(OrderKind.SCAN),
                                    nmap + " is missing, so scans are refused here",
                                    PackageManager.HERE.install("nmap", "nmap") + ", or modes.scan: off"));
        }
        if (config.modes().of(OrderKind.CHECK_FILE) != Mode.OFF) {
            List<Path> clamav = config.scan().clamav();
            findings.add(clamav.stream()
                    .filter(ToolExamination::isThere)
                    .findFirst()
                    .map(found -> Finding.ok(ABOUT, found + " is there for files that may be malware"))
                    .orElseGet(() -> missing(
                            config.modes().of(OrderKind.CHECK_FILE),
                            "ClamAV is missing, so of files that may be malware only the hash is taken",
                            PackageManager.HERE.install("clamav clamav-daemon", "clamav clamd")
                                    + ", or modes.check-file: off")));
        }
        return findings;
    }

    private static boolean isThere(Path program) {
        return Files.isExecutable(program);
    }

    private static Finding missing(Mode mode, String what, String mend) {
        return switch (mode) {
            case OFF, SIMULATE -> Finding.note(ABOUT, what, mend);
            case ASK, ACT -> Finding.warning(ABOUT, what, mend);
        };
    }
}
