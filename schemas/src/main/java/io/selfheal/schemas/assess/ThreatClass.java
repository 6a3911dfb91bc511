package io.selfheal.schemas.assess;

/** The threat taxonomy of DET-30, with the reconnaissance and account classes that detectors need. */
public enum ThreatClass {
    MALWARE,
    INTRUSION,
    DDOS,
    BRUTE_FORCE,
    SQL_INJECTION,
    XSS,
    RANSOMWARE,
    PHISHING,
    ANOMALY,
    VULNERABILITY,
    RECONNAISSANCE,
    ACCOUNT_COMPROMISE,
    OTHER
}
