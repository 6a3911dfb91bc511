package io.selfheal.enrichment.gate;

import io.selfheal.enrichment.gate.Admission.Reason;
import io.selfheal.enrichment.gate.Admission.Skipped;
import io.selfheal.enrichment.gate.Admission.Wanted;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.assess.PlannedAction;
import io.selfheal.schemas.assess.Subject;
import io.selfheal.schemas.net.IpAddress;

/** Decides which assessments are worth asking third parties about. */
public final class Gate {
    private final int minScore;

    public Gate(int minScore) {
        this.minScore = minScore;
    }

    public Admission admit(Assessment assessment) {
        if (assessment.subject().kind() != Subject.Kind.SOURCE) {
            return new Skipped(Reason.NOT_A_SOURCE);
        }
        IpAddress address = IpAddress.tryParse(assessment.subject().value());
        if (address == null) {
            return new Skipped(Reason.NOT_AN_ADDRESS);
        }
        if (!address.isGlobal()) {
            return new Skipped(Reason.NOT_GLOBAL);
        }
        boolean worth = assessment.score() >= minScore || assessment.plan().contains(PlannedAction.ENRICH);
        return worth ? new Wanted(address, assessment.score()) : new Skipped(Reason.LOW_SCORE);
    }
}
