package io.selfheal.responder.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.responder.program.ExternalProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dump counts by how its program ended and how its text ends. {@code cat} prints what a dumping tool would. */
class DatabaseDumpTest {
    static final String END = "-- PostgreSQL database dump complete";

    @TempDir
    Path directory;

    static ExternalProgram program(String... words) {
        return new ExternalProgram(List.of(words), Duration.ofSeconds(10));
    }

    @Test
    void aCompleteDumpIsTakenAndOnlyItsOwnerReadsIt() throws IOException {
        Path whole = Files.writeString(directory.resolve("whole"), "data\n-- Dump completed on 2026-11-26\n");
        Path file = directory.resolve("dump.sql");

        new DatabaseDump(DatabaseDump.Engine.MYSQL, whole.toString(), program("/bin/cat")).writeTo(file, out -> out);

        assertThat(file).hasSameTextualContentAs(whole);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aDumpThatWasCutOffIsNoneAlthoughItsProgramSaysWell() throws IOException {
        Path cut = Files.writeString(directory.resolve("cut"), "half of the da");

        assertThatThrownBy(() -> new DatabaseDump(DatabaseDump.Engine.MYSQL, cut.toString(), program("/bin/cat"))
                        .writeTo(directory.resolve("dump.sql"), out -> out))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not complete");
    }

    @Test
    void theProgramsOwnWordsAreQuotedWhenItFails() {
        assertThatThrownBy(() -> new DatabaseDump(DatabaseDump.Engine.POSTGRESQL, "/nowhere", program("/bin/cat"))
                        .writeTo(directory.resolve("dump.sql"), out -> out))
                .hasMessageContaining("status 1")
                .hasMessageContaining("No such file");
    }
}
