package io.selfheal.node.doctor;

import java.util.ArrayList;
import java.util.List;

/** Whether the agents would take their configuration. */
final class ConfigurationExamination implements Examination {
    @Override
    public List<Finding> look(Node node) {
        List<Finding> findings = new ArrayList<>(node.refused());
        if (node.collector() != null) {
            findings.add(Finding.ok("config", node.folder().resolve("collector.yaml") + " is in order"));
        }
        if (node.responder() != null) {
            findings.add(Finding.ok("config", node.folder().resolve("responder.yaml") + " is in order"));
        }
        return findings;
    }
}
