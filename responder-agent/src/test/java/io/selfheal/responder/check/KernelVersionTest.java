package io.selfheal.responder.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelVersionTest {
    @ParameterizedTest
    @CsvSource({
        "6.1.0-9-amd64, 6.1.0-28-amd64, -1",
        "6.8.12-4-pve, 6.8.12-4-pve, 0",
        "6.14.0-15-generic, 6.8.0-60-generic, 1",
        "6.1.0-10-amd64, 6.1-amd64, 1",
        "5.14.0-427.13.1.el9_4.x86_64, 5.14.0-427.40.1.el9_4.x86_64, -1",
        "5.14.0-503.11.1.el9_5.x86_64, 5.14.0-427.40.1.el9_4.x86_64, 1"
    })
    void kernelsAreOrderedByNumbers(String one, String other, int order) {
        assertThat(Integer.signum(KernelVersion.compare(one, other))).isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource({
        "6.1.0-9-amd64, 6.1.0-28-amd64, true",
        "6.1.0-9-amd64, 6.1.0-28-cloud-amd64, false",
        "6.8.12-4-pve, 6.14.0-1-pve, true",
        "6.8.0-60-generic, 6.8.0-60-lowlatency, false",
        "6.12.0, 6.12.9, true",
        "5.14.0-427.13.1.el9_4.x86_64, 5.14.0-503.11.1.el9_5.x86_64, true",
        "5.14.0-427.13.1.el9_4.x86_64, 5.14.0-427.13.1.el9_4.x86_64+rt, false",
        "6.11.4-301.fc41.x86_64, 6.12.10-200.fc41.x86_64, true",
        "6.11.4-301.fc41.x86_64, 0-rescue-4f2a1b, false"
    })
    void oneReplacesAnotherOfItsKind(String one, String other, boolean replaces) {
        assertThat(KernelVersion.isOfOneKind(one, other)).isEqualTo(replaces);
    }
}
