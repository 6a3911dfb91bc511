package io.selfheal.e2e.lab;

/** What a test needs of the laboratory. */
public enum LabKind {
    /** Network namespaces with real servers and attackers. */
    NETWORK,
    /** A container with a real systemd. */
    CONTAINER,
    /** Real database servers on sockets of their own. */
    DATABASE,
    /** A remote file system that can be made to hang. */
    MOUNT,
    /** Packages and the package manager of the RHEL family. */
    RPM,
    /** Prometheus, and rsyslog with what reads Kafka and writes to Elasticsearch. */
    MONITOR
}
