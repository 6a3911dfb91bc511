package io.selfheal.enrichment.file;

/** What becomes of an outcome here. */
public sealed interface FileAdmission {
    /** The file should be asked about. */
    record Wanted(FileQuestion question) implements FileAdmission {}

    /** Nothing is asked, and why. */
    record Skipped(Reason reason) implements FileAdmission {}

    /** Why an outcome leads to no question. */
    enum Reason {
        /** It is about something else, as nearly all are. */
        NOT_A_FILE,
        /** What stands for its hash is none: it would become a part of an address. */
        NOT_A_HASH,
        /** A scanner found nothing, and clean files are not asked about. */
        FILE_CLEAN,
        /** No files are asked about. */
        FILES_OFF
    }
}
