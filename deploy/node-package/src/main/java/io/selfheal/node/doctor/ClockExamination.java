package io.selfheal.node.doctor;

import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Whether something keeps the clock: decisions have an end, signatures an age, and lines a time. */
final class ClockExamination implements Examination {
    private static final String ABOUT = "clock";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ExternalProgram timedatectl;

    ClockExamination() {
        this(new ExternalProgram(List.of("/usr/bin/timedatectl"), LIMIT));
    }

    ClockExamination(ExternalProgram timedatectl) {
        this.timedatectl = timedatectl;
    }

    @Override
    public List<Finding> look(Node node) {
        try {
            ExternalProgram.Run<String> run =
                    timedatectl.run(List.of("show", "--property=NTPSynchronized", "--value"), Input.NONE);
            if (!run.succeeded()) {
                return List.of(unknown(run.errors().strip()));
            }
            return List.of(
                    run.output().strip().equals("yes")
                            ? Finding.ok(ABOUT, "is kept by a time service")
                            : Finding.warning(
                                    ABOUT,
                                    "is not kept by a time service: blocks end at the wrong time, and fresh orders"
                                            + " may be refused as too old",
                                    TimeService.advice()));
        } catch (IOException e) {
            return List.of(unknown(String.valueOf(e.getMessage())));
        }
    }

    private static Finding unknown(String why) {
        return Finding.note(ABOUT, "nobody can say whether a time service keeps it: " + why, "look at timedatectl");
    }
}
