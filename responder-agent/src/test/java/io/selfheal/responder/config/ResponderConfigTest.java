package io.selfheal.responder.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.config.YamlConfig;
import io.selfheal.schemas.outcome.Mode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponderConfigTest {
    private static ResponderConfig parse(String yaml) {
        return YamlConfig.parse("responder.yaml", yaml, ResponderConfig.class);
    }

    @Test
    void aNewInstallationSimulates() {
        ResponderConfig config = YamlConfig.defaults(ResponderConfig.class);

        assertThat(config.modes().block()).isEqualTo(Mode.SIMULATE);
        assertThat(config.modes().restartUnit()).isEqualTo(Mode.SIMULATE);
        assertThat(config.guard().blockPrivate()).isFalse();
        assertThat(config.trust().unsigned()).isFalse();
    }

    @Test
    void thePackagedFileSaysWhatTheDefaultsAre() throws Exception {
        try (InputStream in = Objects.requireNonNull(ResponderConfig.class.getResourceAsStream("responder.yaml"))) {
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(parse(yaml)).isEqualTo(YamlConfig.defaults(ResponderConfig.class));
        }
    }

    @Test
    void nobodyChangesHowRecordsAreReadAndAcknowledged() {
        assertThat(parse("kafka: {properties: {security.protocol: SSL, ssl.truststore.type: PEM}}")
                        .kafka()
                        .properties())
                .hasSize(2);
        assertThatThrownBy(
                        () -> parse("kafka: {properties: {security.protocol: SSL, isolation.level: read_uncommitted}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("responder.yaml:1")
                .hasMessageContaining(
                        "isolation.level is the responder's own to set; allowed: a Kafka client's settings"
                                + " but for acks, auto.offset.reset, bootstrap.servers,");
    }

    @Test
    void oneSettingBoundsAllModes() {
        ResponderConfig.Modes dry = parse(
                        "modes: {at-most: simulate, block: act, restart-unit: off, power: ask, plugins: {a: act, b: off}}")
                .modes();
        ResponderConfig.Modes asking =
                parse("modes: {at-most: ask, block: act, plugins: {a: act}}").modes();

        assertThat(dry.block()).isEqualTo(Mode.SIMULATE);
        assertThat(dry.restartUnit()).isEqualTo(Mode.OFF);
        assertThat(dry.plugins()).containsExactlyInAnyOrderEntriesOf(Map.of("a", Mode.SIMULATE, "b", Mode.OFF));
        assertThat(OrderKind.values()).allMatch(kind -> dry.of(kind).compareTo(Mode.SIMULATE) <= 0);
        assertThat(asking.block()).isEqualTo(Mode.ASK);
        assertThat(asking.plugins()).containsEntry("a", Mode.ACT);
    }

    @Test
    void readsUnitsWithTheirProbes() {
        ResponderConfig config = parse("""
                heal:
                  units:
                    - name: nginx.service
                      restarts-per-hour: 3
                      probe: http://127.0.0.1/
                """);

        assertThat(config.heal().units()).singleElement().satisfies(unit -> {
            assertThat(unit.restartsPerHour()).isEqualTo(3);
            assertThat(unit.probe()).hasToString("Optional[http://127.0.0.1/]");
        });
    }

    @Test
    void readsGuestsWithTheirProbes() {
        ResponderConfig config = parse("""
                modes: {restart-guest: act}
                heal:
                  guests:
                    - {id: 101, probe: "tcp://10.0.0.5:443", needs: [100]}
                    - {id: 100, probe: "agent:ping", restarts-per-hour: 1}
                  proxmox: {url: "https://pve1:8006"}
                """);

        assertThat(config.modes().restartGuest()).isEqualTo(Mode.ACT);
        assertThat(config.heal().guests())
                .extracting(guest -> guest.name() + " " + guest.restartsPerHour() + " " + guest.evenIfStopped())
                .containsExactly("guest/101 3 false", "guest/100 1 false");
        assertThat(config.heal().guests().get(1).probe()).contains(GuestSettings.AGENT);
    }

    @Test
    void refusesGuestsThatCannotBe() {
        assertThatThrownBy(() -> parse("heal: {guests: [{id: 101}]}")).hasMessageContaining("heal.proxmox: has no url");
        assertThatThrownBy(() -> parse("heal: {guests: [{id: 7}]}")).hasMessageContaining("100 to 999999999");
        assertThatThrownBy(() -> parse("heal: {guests: [{id: 101, probe: 'ping:x'}]}"))
                .hasMessageContaining("is of no known kind");
        assertThatThrownBy(() -> parse("heal: {guests: [{id: 101}, {id: 101}], proxmox: {url: 'https://pve1:8006'}}"))
                .hasMessageContaining("101 twice");
    }

    @Test
    void namesFilePathValueAndWhatIsAllowed() {
        assertThatThrownBy(() -> parse("modes:\n  block: fire\nguard:\n  widest-ipv4: 4\nkafka:\n  bootstrp: x\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("responder.yaml")
                .hasMessageContaining("modes.block")
                .hasMessageContaining("fire")
                .hasMessageContaining("off, simulate, ask, act")
                .hasMessageContaining("guard.widest-ipv4")
                .hasMessageContaining("8 to 32")
                .hasMessageContaining("did you mean 'bootstrap'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "systemd-journald",
                "dbus-broker",
                "selfheal-collector",
                "selfheal-responder",
                "selfheal-hand@1",
                "selfheal-analyzer-x"
            })
    void refusesUnitsThatItMustNotTouch(String name) {
        assertThatThrownBy(() -> parse("heal:\n  units:\n    - name: " + name + ".service\n"))
                .hasMessageContaining("heal.units[0].name")
                .hasMessageContaining("protected");
    }

    @Test
    void watchesTheFleetsServicesOfThisHost() {
        ResponderConfig config = parse("heal: {units: [{name: selfheal-analyzer.service},"
                + " {name: selfheal-enrichment.service}, {name: selfheal-notifier.service}]}");

        assertThat(config.heal().units()).hasSize(3);
    }

    @Test
    void refusesNamesThatAreNoUnits() {
        assertThatThrownBy(() -> parse("heal:\n  units:\n    - name: \"a b.service; reboot\"\n"))
                .hasMessageContaining("no service unit");
    }

    @Test
    void readsWhichFirewallToUse() {
        assertThat(YamlConfig.defaults(ResponderConfig.class).firewall().backend())
                .isEqualTo(FirewallSettings.Backend.AUTO);
        assertThat(YamlConfig.defaults(ResponderConfig.class).firewall().program())
                .isEqualTo(FirewallSettings.USUAL_PROGRAM);
        assertThat(parse("firewall: {backend: ufw}").firewall().backend()).isEqualTo(FirewallSettings.Backend.UFW);
        assertThatThrownBy(() -> parse("firewall: {backend: pf}"))
                .hasMessageContaining("firewall.backend")
                .hasMessageContaining("auto, netlink, nft, iptables, ufw, proxmox");
    }

    @Test
    void refusesAProxmoxServerThatCannotBeReachedOrBelieved() {
        assertThatThrownBy(() -> parse("firewall: {backend: proxmox}"))
                .hasMessageContaining("firewall.proxmox")
                .hasMessageContaining("https://HOST:8006");
        assertThatThrownBy(() -> parse("firewall: {proxmox: {url: \"http://pve1:8006\"}}"))
                .hasMessageContaining("firewall.proxmox.url");
        assertThatThrownBy(() -> parse("firewall: {proxmox: {fingerprint: \"AB:CD\"}}"))
                .hasMessageContaining("firewall.proxmox.fingerprint")
                .hasMessageContaining("64 hexadecimal digits");
        assertThatThrownBy(() -> parse("firewall: {proxmox: {ip-set: \"a/../b\"}}"))
                .hasMessageContaining("firewall.proxmox.ip-set");
    }
}
