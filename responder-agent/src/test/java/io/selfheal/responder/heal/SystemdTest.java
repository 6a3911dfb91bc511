package io.selfheal.responder.heal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.responder.program.ExternalProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemctl says, of the versions that a node may have; a shell says it in its place. */
class SystemdTest {
    private static Systemd saying(String message) {
        ExternalProgram systemctl = new ExternalProgram(
                List.of("sh", "-c", "printf '%s\\n' \"$0\" >&2; exit 1", message), Duration.ofSeconds(10));
        return new Systemd(systemctl, systemctl);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Failed to restart nginx.service: Access denied",
                "Failed to restart nginx.service: Interactive authentication required.",
                "Failed to restart nginx.service: Access denied as the requested operation requires interactive"
                        + " authentication. However, interactive authentication has not been enabled by the calling program.",
                "Failed to restart nginx.service: SELinux policy denies access: Permission denied"
            })
    void aRefusalIsNoFailure(String message) {
        assertThatThrownBy(() -> saying(message).restart("nginx.service"))
                .isInstanceOf(NotAllowedException.class)
                .hasMessage(message + " (the polkit rule, /etc/polkit-1/rules.d/60-selfheal.rules, has to name it)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Job for nginx.service failed because the control process exited with error code.",
                "Failed to restart nginx.service: Unit nginx.service is masked.",
                "Failed to connect to bus: Permission denied"
            })
    void aFailureIsNoRefusal(String message) throws Exception {
        assertThat(saying(message).restart("nginx.service")).contains(message);
    }

    @Test
    void oneThatMayBeStoppedButNotResetIsStopped() throws Exception {
        ExternalProgram systemctl = new ExternalProgram(
                List.of(
                        "sh",
                        "-c",
                        "case \"$*\" in *reset-failed*) echo 'Failed to reset failed state of unit x: Access denied' >&2;"
                                + " exit 1; esac",
                        "systemctl"),
                Duration.ofSeconds(10));

        assertThat(new Systemd(systemctl, systemctl).stop("x.service")).isEmpty();
    }
}
