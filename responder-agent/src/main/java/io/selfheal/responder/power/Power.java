package io.selfheal.responder.power;

import io.selfheal.responder.order.Performer;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Reboot and shutdown by shutdown(8), which tells everybody who is logged in, and lets itself be called off. */
public final class Power implements Performer {
    private static final String MESSAGE = "Ordered through SelfHeal.";

    private final ExternalProgram shutdown;
    private final Path scheduled;
    private final InstantSource clock;

    /** @param scheduled the file that is there while something is scheduled: /run/systemd/shutdown/scheduled */
    public Power(ExternalProgram shutdown, Path scheduled, InstantSource clock) {
        this.shutdown = shutdown;
        this.scheduled = scheduled;
        this.clock = clock;
    }

    @Override
    public Optional<String> objection(NodeAct act) {
        return Optional.empty();
    }

    @Override
    public Result perform(Task task) {
        return switch (task.act()) {
            case NodeAct.Reboot act -> schedule("-r", act.delayMinutes(), task);
            case NodeAct.ShutDown act -> schedule("-h", act.delayMinutes(), task);
            case NodeAct.CancelShutdown act -> cancel();
            default -> throw new IllegalArgumentException("no order about power: " + task.act());
        };
    }

    private Result schedule(String how, int minutes, Task task) {
        return run(
                List.of(how, "+" + minutes, MESSAGE),
                new Result(
                        Status.APPLIED,
                        "ordered by " + task.by() + "; a cancel-shutdown calls it off",
                        clock.instant().plus(Duration.ofMinutes(minutes)),
                        null));
    }

    private Result cancel() {
        if (!Files.exists(scheduled)) {
            return Result.already("nothing is scheduled");
        }
        return run(List.of("-c"), Result.applied("called off"));
    }

    private Result run(List<String> arguments, Result success) {
        try {
            var run = shutdown.run(arguments, Input.NONE);
            return run.succeeded()
                    ? success
                    : Result.failed("shutdown: "
                            + Excerpt.of(run.errors().lines().findFirst().orElse("no message"), 300));
        } catch (IOException e) {
            return Result.failed(String.valueOf(e.getMessage()));
        }
    }
}
