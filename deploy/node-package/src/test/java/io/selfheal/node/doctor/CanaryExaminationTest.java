package io.selfheal.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.node.doctor.Finding.State;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way that succeeds is played in the laboratory; here it is lost at each of its stages. */
class CanaryExaminationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final IpAddress ADDRESS = IpAddress.parse("2001:db8::7");

    @TempDir
    private Path folder;

    private Node node(String collector) throws IOException {
        Files.writeString(folder.resolve("collector.yaml"), "state-directory: " + folder + "/collector\n" + collector);
        Files.writeString(
                folder.resolve("responder.yaml"),
                "state: {directory: " + folder + "/responder}\ncontrol: {socket: " + folder + "/none.sock}\n");
        return Node.read(folder, InstantSource.system());
    }

    /** Writes what it is given where the collector would say that it read it. */
    private CanaryExamination with(String program) {
        return new CanaryExamination(
                new ExternalProgram(List.of("/bin/sh", "-c", program, "logger"), Duration.ofSeconds(5)),
                Duration.ofSeconds(1));
    }

    @Test
    void aLineThatNobodyReadIsSaidToBeLostThere() throws IOException {
        assertThat(with("exit 0").look(node(""))).singleElement().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(State.WRONG);
            assertThat(finding.what())
                    .startsWith("no source had the line within 1.0 s")
                    .contains("the responder does not answer");
            assertThat(finding.mend()).contains("authpriv");
        });
    }

    @Test
    void aLineThatWasReadAndNeverAnsweredIsLostBehindTheCollector() throws IOException {
        Files.createDirectories(folder.resolve("collector"));
        String collectorReads =
                "for last; do :; done; printf '{\"sources\":[{\"source\":\"journal\",\"canary\":\"%s\"}]}'"
                        + " \"${last#canary }\" > " + folder + "/collector/status.json";

        assertThat(with(collectorReads).look(node(""))).singleElement().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(State.WRONG);
            assertThat(finding.what()).startsWith("was read from journal after 0.");
            assertThat(finding.mend()).contains("the analyzer is away");
        });
    }

    @Test
    void aLogThatTakesNothingAndARefusedConfigurationAreSaid() throws IOException {
        assertThat(with("echo no log here >&2; exit 1").look(node("")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).endsWith("no log here"));
        assertThat(with("exit 0").look(node("sources: x\n")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).startsWith("was not sent"));
    }

    @Test
    void whatCameBackIsToldByWhatBecameOfIt() {
        assertThat(back("APPLIED", "").state()).isEqualTo(State.OK);
        assertThat(back("APPLIED", "").what()).contains("back here after 0.4 s").contains("drops 2001:db8::7");
        assertThat(back("SIMULATED", "").what()).contains("nobody enforces blocks here");
        assertThat(back("WAITING", "").what()).contains("waits for approval");
        assertThat(back("PENDING", "").state()).isEqualTo(State.WRONG);
        assertThat(back("REFUSED", "is on the allowlist")).satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(State.WRONG);
            assertThat(finding.what()).endsWith("but not enforced: refused is on the allowlist");
        });
    }

    @Test
    void whichSourceItWasIsWaitedForOnlyShortly() {
        CanaryJourney journey = new CanaryJourney(ADDRESS);
        assertThat(journey.isOver(Duration.ofSeconds(1))).isFalse();
        journey.cameBack(Map.of("status", "APPLIED"), Duration.ofMillis(400));

        assertThat(journey.isOver(Duration.ofSeconds(3))).isFalse();
        assertThat(journey.isOver(Duration.ofSeconds(4))).isTrue();
        journey.readFrom("journal", Duration.ofMillis(900));
        assertThat(journey.isOver(Duration.ofMillis(900))).isTrue();
    }

    private static Finding back(String status, String because) {
        CanaryJourney journey = new CanaryJourney(ADDRESS);
        journey.readFrom("journal", Duration.ofMillis(200));
        journey.cameBack(Map.of("status", status, "because", because), Duration.ofMillis(400));
        return journey.finding(PATIENCE);
    }
}
