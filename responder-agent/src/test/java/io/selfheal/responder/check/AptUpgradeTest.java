package io.selfheal.responder.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of {@code apt-get --simulate}: apt's {@code apt-private/private-output.cc} and {@code PkgSimulate}. */
class AptUpgradeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Inst openssl [3.0.15-1~deb12u1] (3.0.17-1~deb12u3 Debian-Security:12/stable-security [amd64]) | true",
                "Inst tzdata [2025a-0+deb12u1] (2025b-0+deb12u2 Debian:12.12/stable [all]) | false",
                "Inst libssl3t64 [3.0.13-0ubuntu3.4] (3.0.13-0ubuntu3.6 Ubuntu:24.04/noble-updates,"
                        + " Ubuntu:24.04/noble-security [amd64]) [] | true",
                "Inst ubuntu-advantage-tools [27.10.1] (32.3 Ubuntu:22.04/jammy-updates [amd64]) | false",
                "Inst python3-jinja2 [3.0.3-1] (3.0.3-1ubuntu0.2+esm1 UbuntuESM:22.04/jammy-infra-security [all]) | true",
                "Inst pve-manager [8.4.1] (8.4.14 Proxmox:stable [amd64]) | false",
            })
    void isForSecurityByWhereItComesFromNotByAWordInItsVersion(String line, boolean security) {
        assertThat(AptUpgrade.parse(line))
                .hasValueSatisfying(upgrade -> assertThat(upgrade.isSecurity()).isEqualTo(security));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Conf openssl (3.0.17-1~deb12u3 Debian-Security:12/stable-security [amd64])",
                "Remv libfoo [1.0]",
                "Inst",
                "Inst ; rm -rf / (x",
                "NOTE: This is only a simulation!",
            })
    void otherLinesAreNone(String line) {
        assertThat(AptUpgrade.parse(line)).isEmpty();
    }
}
