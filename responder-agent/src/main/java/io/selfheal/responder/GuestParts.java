package io.selfheal.responder;

import io.selfheal.responder.config.GuestSettings;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.responder.guest.Guest;
import io.selfheal.responder.guest.GuestProbe;
import io.selfheal.responder.guest.GuestUnits;
import io.selfheal.responder.heal.HealReports;
import io.selfheal.responder.heal.Healer;
import io.selfheal.responder.heal.Probe;
import io.selfheal.responder.heal.WatchedUnit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes what heals guests of Proxmox, from the configuration. */
final class GuestParts {
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);

    private GuestParts() {}

    static Healer healer(ResponderConfig config, HealReports reports, InstantSource clock) {
        GuestUnits guests = new GuestUnits(
                config.heal().proxmox().server(),
                config.heal().guests().stream()
                        .map(guest -> new Guest(guest.id(), guest.name(), guest.settle(), guest.evenIfStopped()))
                        .toList(),
                GuestUnits.Pace.USUAL,
                clock);
        return new Healer(
                config.modes().restartGuest(),
                config.heal().guests().stream().map(GuestParts::watched).toList(),
                new Healer.Tools(
                        guests,
                        new GuestProbe(guests, Probe.overNetwork(PROBE_LIMIT)),
                        probe ->
                                Thread.ofVirtual().name("responder-guest-probe").start(probe),
                        guests::withoutRoom,
                        RandomGenerator.getDefault()),
                reports,
                clock);
    }

    private static WatchedUnit watched(GuestSettings guest) {
        Set<String> needs = new HashSet<>();
        guest.needs().forEach(other -> needs.add("guest/" + other));
        return new WatchedUnit(
                guest.name(),
                guest.restartsPerHour(),
                guest.backOff(),
                guest.settle(),
                guest.probe().map(probe -> probe.equals(GuestSettings.AGENT) ? GuestProbe.agent(guest.name()) : probe),
                guest.probeEvery(),
                guest.probeFailures(),
                needs);
    }
}
