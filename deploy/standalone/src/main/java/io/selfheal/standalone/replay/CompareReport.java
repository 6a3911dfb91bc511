package io.selfheal.standalone.replay;

import io.selfheal.analyzer.replay.PolicyComparison;

/** Where a comparison of two policies is shown. */
interface CompareReport {
    void show(PolicyComparison comparison, ReplayReport.Run run);
}
