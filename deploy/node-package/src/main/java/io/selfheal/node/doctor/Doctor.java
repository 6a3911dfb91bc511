package io.selfheal.node.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that is looked at, from the configuration to the firewall. */
public final class Doctor {
    private final List<Examination> examinations;

    /**
     * Prepares the examinations.
     *
     * @param silentAfter how long a source may have no line before that is worth a word
     * @param canary how long a canary may be on its way; empty for none
     */
    public Doctor(Duration silentAfter, Optional<Duration> canary) {
        examinations = new ArrayList<>(List.of(
                new ConfigurationExamination(),
                new ServiceExamination(new Systemctl()),
                new SourceExamination(silentAfter),
                new LogExamination(new ProxyCheck(), new StampCheck()),
                new KafkaExamination(),
                new CertificateExamination(),
                new TrustExamination(),
                new ResponderExamination(),
                new PolkitExamination(),
                new HandExamination(),
                new ToolExamination(),
                new ClockExamination(),
                new DiskExamination()));
        canary.map(CanaryExamination::new).ifPresent(examinations::add);
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
