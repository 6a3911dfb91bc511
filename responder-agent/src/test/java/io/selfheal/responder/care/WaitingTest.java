package io.selfheal.responder.care;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingTest {
    private static final Instant FIRST = Instant.parse("2026-11-01T06:30:00Z");
    private static final String OPENSSL = "openssl 3.0.1 → 3.0.2 (security)";
    private static final String NEWER = "openssl 3.0.1 → 3.0.3 (security)";
    private static final String VIM = "vim 9.0 → 9.1";

    @TempDir
    Path folder;

    @Test
    void anUrgentUpdateIsOverdueAfterTheTimeAlsoWhereANewerOneCameOut() {
        look(1, FIRST, OPENSSL, VIM);

        Finding.Looked allowed = look(1, FIRST.plus(Duration.ofDays(14)), OPENSSL, VIM);
        Finding.Looked late = look(1, FIRST.plus(Duration.ofDays(15)), NEWER, VIM);

        assertThat(allowed.overdue()).isZero();
        assertThat(allowed.lines()).containsExactly(OPENSSL + " (waits for 14 d)", VIM);
        assertThat(late.overdue()).isEqualTo(1);
        assertThat(late.lines()).containsExactly(NEWER + " (waits for 15 d)", VIM);
    }

    @Test
    void whatIsUpdatedOrNoLongerFoundBeginsAnew() {
        look(1, FIRST, OPENSSL);
        look(1, FIRST.plus(Duration.ofDays(20)), "openssl 3.0.2 → 3.0.3 (security)");
        assertThat(look(1, FIRST.plus(Duration.ofDays(21)), OPENSSL).overdue()).isZero();

        look(0, FIRST.plus(Duration.ofDays(40)));
        assertThat(look(1, FIRST.plus(Duration.ofDays(41)), OPENSSL).overdue()).isZero();
    }

    @Test
    void aClockThatWasAheadAndADamagedNoteBeginNow() throws IOException {
        look(1, FIRST.plus(Duration.ofDays(3650)), OPENSSL);
        look(1, FIRST, OPENSSL);
        assertThat(look(1, FIRST.plus(Duration.ofDays(15)), OPENSSL).overdue()).isEqualTo(1);

        Files.writeString(folder.resolve("urgent-packages.txt"), "99999999999999 openssl 3.0.1\nx\n\n");
        assertThat(look(1, FIRST, OPENSSL).lines()).containsExactly(OPENSSL);
    }

    @Test
    void whereItCannotBeNotedItIsSaidAndTheFindingStands() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        Finding noted = new Waiting(file.resolve("care"), Duration.ofDays(14))
                .noted(new Finding.Looked("packages", 1, List.of(OPENSSL), List.of()), FIRST);

        assertThat(noted).isInstanceOfSatisfying(Finding.Looked.class, looked -> {
            assertThat(looked.lines()).containsExactly(OPENSSL);
            assertThat(looked.hints()).singleElement().asString().contains("could not be noted");
        });
    }

    @Test
    void whatCouldNotBeLookedAtKeepsItsAge() {
        Waiting waiting = new Waiting(folder, Duration.ofDays(14));
        Finding failed = new Finding.Failed("packages", "locked");
        look(1, FIRST, OPENSSL);

        assertThat(waiting.noted(failed, FIRST.plus(Duration.ofDays(10)))).isSameAs(failed);
        assertThat(look(1, FIRST.plus(Duration.ofDays(15)), OPENSSL).overdue()).isEqualTo(1);
    }

    private Finding.Looked look(int urgent, Instant at, String... lines) {
        Finding found = new Finding.Looked("packages", urgent, List.of(lines), List.of());
        return (Finding.Looked) new Waiting(folder, Duration.ofDays(14)).noted(found, at);
    }
}
