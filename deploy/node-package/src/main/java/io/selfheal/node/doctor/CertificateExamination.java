package io.selfheal.node.doctor;

import io.selfheal.agent.tls.CertificateFile;
import io.selfheal.agent.tls.EndingSoon;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether certificates last: with one that ended, nothing is sent and nothing is heard, on all nodes at once. */
final class CertificateExamination implements Examination {
    private static final String ABOUT = "tls";
    private static final String MEND =
            "renew it and put it in its place: the agents read it within two minutes; services want a restart";

    @Override
    public List<Finding> look(Node node) {
        Set<CertificateFile> files = new LinkedHashSet<>();
        if (node.collector() != null) {
            files.addAll(node.collector().certificates());
        }
        if (node.responder() != null) {
            files.addAll(node.responder().kafka().certificates());
        }
        if (files.isEmpty()) {
            return List.of();
        }
        List<EndingSoon.Warning> warnings =
                new EndingSoon(List.copyOf(files)).warnings(node.clock().instant());
        return warnings.isEmpty()
                ? List.of(Finding.ok(ABOUT, "none of " + files.size() + " files of certificates ends soon"))
                : warnings.stream().map(CertificateExamination::finding).toList();
    }

    private static Finding finding(EndingSoon.Warning warning) {
        String what = warning.file() + ": " + warning.what();
        return warning.isOver() ? Finding.wrong(ABOUT, what, MEND) : Finding.warning(ABOUT, what, MEND);
    }
}
