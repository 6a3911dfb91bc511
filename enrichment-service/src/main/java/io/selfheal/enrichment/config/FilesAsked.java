package io.selfheal.enrichment.config;

/** Which files that nodes checked are asked about, by their hash. */
public enum FilesAsked {
    NEVER,
    /** In which a scanner found something, or which none could look at. */
    SUSPECT,
    /** Clean ones, too: third parties learn which files the fleet checks. */
    ALL
}
