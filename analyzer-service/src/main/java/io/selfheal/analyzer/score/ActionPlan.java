package io.selfheal.analyzer.score;

import io.selfheal.schemas.assess.PlannedAction;
import io.selfheal.schemas.policy.ScanPolicy;
import java.util.ArrayList;
import java.util.List;

/** The policy table of section C: what is planned for a score, before guards and modes. */
public final class ActionPlan {
    private ActionPlan() {}

    /**
     * Plans for a score.
     *
     * @param score 0 to 100
     * @param isOwn whether the subject is in one of our own networks: only those are ever scanned back
     * @param namesUser whether the event named an account
     * @param scanning which scans may be planned
     */
    public static List<PlannedAction> of(int score, boolean isOwn, boolean namesUser, ScanPolicy scanning) {
        List<PlannedAction> plan = new ArrayList<>();
        if (score < 30) {
            plan.add(PlannedAction.LOG);
        } else if (score < 60) {
            plan.add(PlannedAction.ENRICH);
            if (isOwn && scanning.quickScan()) {
                plan.add(PlannedAction.QUICK_SCAN);
            }
        } else {
            plan.add(PlannedAction.ALERT);
            if (score >= 80) {
                plan.add(PlannedAction.BLOCK);
            }
            if (scanning.vulnerabilityScan()) {
                plan.add(PlannedAction.VULNERABILITY_SCAN);
            }
        }
        if (score >= 95 && namesUser) {
            plan.add(PlannedAction.PROPOSE_LOCK_ACCOUNT);
        }
        if (score >= 98) {
            plan.add(PlannedAction.PROPOSE_ISOLATION);
        }
        return plan;
    }
}
