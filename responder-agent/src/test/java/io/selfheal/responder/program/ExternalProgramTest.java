package io.selfheal.responder.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExternalProgramTest {
    @Test
    void killsAProgramThatDoesNotEndInItsTime() {
        ExternalProgram sleep = new ExternalProgram(List.of("sleep"), Duration.ofMillis(200));

        assertThatThrownBy(() -> sleep.run(List.of("60"), ExternalProgram.Input.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sleep did not end within PT0.2S");
    }

    @Test
    void passesArgumentsAsTheyAreAndCutsHugeOutput() throws Exception {
        ExternalProgram printf = new ExternalProgram(List.of("printf"), Duration.ofSeconds(5));
        ExternalProgram cat = new ExternalProgram(List.of("cat"), Duration.ofSeconds(5));

        var hostile = printf.run(List.of("%s", "$(id); `id` \"x\""), ExternalProgram.Input.NONE);
        var huge = cat.run(
                List.of("-u", "/proc/self/cmdline", "/dev/fd/0"),
                out -> out.write("x".repeat(60_000).getBytes(StandardCharsets.UTF_8)));

        assertThat(hostile.output()).isEqualTo("$(id); `id` \"x\"");
        assertThat(huge.output()).hasSizeGreaterThan(60_000);
    }

    @Test
    void reportsStatusAndErrorsInEnglish() throws Exception {
        ExternalProgram ls = new ExternalProgram(List.of("ls"), Duration.ofSeconds(5));

        var run = ls.run(List.of("/nonexistent"), ExternalProgram.Input.NONE);

        assertThat(run.succeeded()).isFalse();
        assertThat(run.errors()).contains("No such file or directory");
    }
}
