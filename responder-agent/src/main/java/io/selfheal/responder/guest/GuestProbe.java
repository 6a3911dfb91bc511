package io.selfheal.responder.guest;

import io.selfheal.responder.heal.Probe;
import java.net.URI;
import java.util.Optional;

/**
 * Asks a guest whether it answers: over the network, or its QEMU guest agent ({@code agent:guest/ID}). An agent counts
 * only after it has answered since the guest was started, so that one that is not installed never leads to a reset.
 */
public final class GuestProbe implements Probe {
    private static final String AGENT = "agent";

    private final GuestUnits guests;
    private final Probe network;

    public GuestProbe(GuestUnits guests, Probe network) {
        this.guests = guests;
        this.network = network;
    }

    /** What stands for the agent of a guest. */
    public static URI agent(String guest) {
        return URI.create(AGENT + ":" + guest);
    }

    @Override
    public Optional<String> ask(URI target) {
        return AGENT.equals(target.getScheme())
                ? guests.agentSilence(target.getSchemeSpecificPart())
                : network.ask(target);
    }
}
