package io.selfheal.enrichment.file;

import io.selfheal.enrichment.config.FilesAsked;
import io.selfheal.enrichment.file.FileAdmission.Reason;
import io.selfheal.enrichment.file.FileAdmission.Skipped;
import io.selfheal.enrichment.file.FileAdmission.Wanted;
import io.selfheal.schemas.outcome.Detail.FileReport;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.verdict.FileVerdict;

/** Decides which outcomes are about a file that third parties may be asked about. */
public final class FileGate {
    private final FilesAsked which;

    public FileGate(FilesAsked which) {
        this.which = which;
    }

    public FileAdmission admit(Outcome outcome) {
        if (!(outcome.detail() instanceof FileReport file)) {
            return new Skipped(Reason.NOT_A_FILE);
        }
        if (!FileVerdict.isHash(file.sha256())) {
            return new Skipped(Reason.NOT_A_HASH);
        }
        boolean clean = file.scanned() && !file.infected();
        return switch (which) {
            case NEVER -> new Skipped(Reason.FILES_OFF);
            case SUSPECT -> clean ? new Skipped(Reason.FILE_CLEAN) : wanted(outcome, file);
            case ALL -> wanted(outcome, file);
        };
    }

    private static Wanted wanted(Outcome outcome, FileReport file) {
        return new Wanted(new FileQuestion(outcome.host(), outcome.time(), file));
    }
}
