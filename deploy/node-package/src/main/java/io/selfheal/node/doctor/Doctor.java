package io.selfheal.node.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Everything that is looked at, from the configuration to the firewall. */
public final class Doctor {
    private final List<Examination> examinations;

    /** @param silentAfter how long a source may have no line before that is worth a word */
    public Doctor(Duration silentAfter) {
        examinations = List.of(
                new ConfigurationExamination(),
                new ServiceExamination(new Systemctl()),
                new SourceExamination(silentAfter),
                new KafkaExamination(),
                new ResponderExamination(),
                new PolkitExamination(),
                new ClockExamination(),
                new DiskExamination());
    }

    /** Looks at everything; takes as long as what does not answer takes, a few seconds each. */
    public List<Finding> examine(Node node) {
        List<Finding> findings = new ArrayList<>();
        for (Examination examination : examinations) {
            findings.addAll(examination.look(node));
        }
        return findings;
    }
}
