package io.selfheal.enrichment.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.enrichment.Assessments;
import io.selfheal.enrichment.gate.Admission.Reason;
import io.selfheal.enrichment.gate.Admission.Skipped;
import io.selfheal.enrichment.gate.Admission.Wanted;
import io.selfheal.schemas.assess.PlannedAction;
import io.selfheal.schemas.assess.Subject.Kind;
import io.selfheal.schemas.net.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private final Gate gate = new Gate(30);

    @Test
    void wantsSourcesFromTheScoreOn() {
        assertThat(gate.admit(Assessments.of("8.8.8.8", 30))).isEqualTo(new Wanted(IpAddress.parse("8.8.8.8"), 30));
        assertThat(gate.admit(Assessments.of("8.8.8.8", 29))).isEqualTo(new Skipped(Reason.LOW_SCORE));
    }

    @Test
    void wantsALowScoreWhenThePlanAsksForIt() {
        assertThat(gate.admit(Assessments.of(Kind.SOURCE, "2001:4860:4860::8888", 10, PlannedAction.ENRICH)))
                .isInstanceOf(Wanted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3",
                "192.168.0.9",
                "127.0.0.1",
                "169.254.1.1",
                "100.64.0.1",
                "203.0.113.7",
                "::1",
                "fe80::1",
                "fd00::1",
                "2001:db8::7",
                "::ffff:10.0.0.1",
                "224.0.0.1",
                "0.0.0.0"
            })
    void neverSendsAddressesThatAreNotPublic(String address) {
        assertThat(gate.admit(Assessments.of(address, 100))).isEqualTo(new Skipped(Reason.NOT_GLOBAL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8/../../files/evil", "example.com", "", "8.8.8.8?x=y"})
    void whatIsNoAddressGoesIntoNoRequest(String value) {
        assertThat(gate.admit(Assessments.of(value, 100))).isEqualTo(new Skipped(Reason.NOT_AN_ADDRESS));
    }

    @Test
    void skipsWhatIsNotASource() {
        assertThat(gate.admit(Assessments.of(Kind.USER, "8.8.8.8", 100, PlannedAction.BLOCK)))
                .isEqualTo(new Skipped(Reason.NOT_A_SOURCE));
    }
}
