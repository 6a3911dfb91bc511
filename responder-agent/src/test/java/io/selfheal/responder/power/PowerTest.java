package io.selfheal.responder.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.SetClock;
import io.selfheal.responder.order.Performer.Result;
import io.selfheal.responder.order.Performer.Task;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.outcome.Outcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a program instead of shutdown(8) that does nothing but write down how it was called. */
class PowerTest {
    @TempDir
    Path directory;

    private final SetClock clock = new SetClock();

    private Power power(String more) throws IOException {
        Path program = Files.writeString(
                directory.resolve("shutdown"), "#!/bin/sh\necho \"$@\" >> " + directory + "/called\n" + more + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Power(
                new ExternalProgram(List.of(program.toString()), Duration.ofSeconds(10)),
                directory.resolve("scheduled"),
                clock);
    }

    private static Result perform(Power power, NodeAct act) {
        return power.perform(new Task("o1", "ann", act));
    }

    @Test
    void asksForRebootAndShutdownAfterADelayAndCallsOff() throws Exception {
        Power power = power("");

        Result reboot = perform(power, new NodeAct.Reboot(5));
        Result shutdown = perform(power, new NodeAct.ShutDown(60));
        Result nothing = perform(power, new NodeAct.CancelShutdown());
        Files.createFile(directory.resolve("scheduled"));
        Result cancelled = perform(power, new NodeAct.CancelShutdown());

        assertThat(reboot.status()).isEqualTo(Status.APPLIED);
        assertThat(reboot.until()).isEqualTo(clock.instant().plus(Duration.ofMinutes(5)));
        assertThat(shutdown.status()).isEqualTo(Status.APPLIED);
        assertThat(nothing.status()).isEqualTo(Status.ALREADY_IN_FORCE);
        assertThat(cancelled.status()).isEqualTo(Status.APPLIED);
        assertThat(Files.readAllLines(directory.resolve("called")))
                .containsExactly("-r +5 Ordered through SelfHeal.", "-h +60 Ordered through SelfHeal.", "-c");
    }

    @Test
    void whatShutdownSaysAgainstItIsTheReason() throws Exception {
        Power power = power("echo 'Failed to schedule shutdown: Access denied' >&2; exit 1");

        assertThat(perform(power, new NodeAct.Reboot(1)))
                .isEqualTo(Result.failed("shutdown: Failed to schedule shutdown: Access denied"));
    }
}
