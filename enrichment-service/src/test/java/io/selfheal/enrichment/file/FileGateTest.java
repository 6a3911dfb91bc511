package io.selfheal.enrichment.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.enrichment.config.FilesAsked;
import io.selfheal.enrichment.file.FileAdmission.Reason;
import io.selfheal.enrichment.file.FileAdmission.Skipped;
import io.selfheal.enrichment.file.FileAdmission.Wanted;
import io.selfheal.schemas.outcome.Detail;
import io.selfheal.schemas.outcome.Detail.FileReport;
import io.selfheal.schemas.outcome.Outcome;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileGateTest {
    private static final String HASH = "ab".repeat(32);
    private static final FileReport INFECTED = new FileReport("/a", "ClamAV", true, List.of("X"), HASH);
    private static final FileReport CLEAN = new FileReport("/a", "ClamAV", false, List.of(), HASH);
    private static final FileReport NOT_SCANNED = FileReport.hashOnly("/a", HASH);

    private static FileAdmission admit(FilesAsked which, @Nullable Detail detail) {
        return new FileGate(which)
                .admit(new Outcome(
                        "o",
                        Instant.EPOCH,
                        "web-1",
                        ActionKind.CHECK_FILE,
                        "/a",
                        Status.APPLIED,
                        "",
                        null,
                        null,
                        null,
                        detail));
    }

    @Test
    void asksAboutWhatIsInfectedOrWasNotScannedAndKeepsCleanFilesToItself() {
        assertThat(admit(FilesAsked.SUSPECT, INFECTED))
                .isEqualTo(new Wanted(new FileQuestion("web-1", Instant.EPOCH, INFECTED)));
        assertThat(admit(FilesAsked.SUSPECT, NOT_SCANNED)).isInstanceOf(Wanted.class);
        assertThat(admit(FilesAsked.SUSPECT, CLEAN)).isEqualTo(new Skipped(Reason.FILE_CLEAN));
    }

    @Test
    void asksAboutAllOrNoneWhenToldSo() {
        assertThat(admit(FilesAsked.ALL, CLEAN)).isInstanceOf(Wanted.class);
        assertThat(admit(FilesAsked.NEVER, INFECTED)).isEqualTo(new Skipped(Reason.FILES_OFF));
    }

    @Test
    void otherOutcomesAreNoFiles() {
        assertThat(admit(FilesAsked.ALL, null)).isEqualTo(new Skipped(Reason.NOT_A_FILE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "../../api/v3/users/x",
                "ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB"
            })
    void nothingButAHashGoesIntoAQuestion(String hash) {
        assertThat(admit(FilesAsked.ALL, FileReport.hashOnly("/a", hash))).isEqualTo(new Skipped(Reason.NOT_A_HASH));
    }
}
