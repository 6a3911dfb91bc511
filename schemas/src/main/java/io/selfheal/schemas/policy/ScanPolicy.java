package io.selfheal.schemas.policy;

/**
 * Which scans assessments plan.
 *
 * @param version of this policy
 * @param quickScan whether a source of our own networks is to be scanned from score 30 (section C)
 * @param vulnerabilityScan whether the attacked host is to be scanned from score 60 (SAF-11)
 */
public record ScanPolicy(String version, boolean quickScan, boolean vulnerabilityScan) implements Policy {
    public static final ScanPolicy DEFAULT = new ScanPolicy("default", true, true);

    @Override
    public String name() {
        return "scanning";
    }
}
