package io.selfheal.responder.firewall;

import java.time.InstantSource;

class SimulatedFirewallTest extends FirewallContract {
    private final Firewall firewall = new SimulatedFirewall(InstantSource.system());

    @Override
    Firewall firewall() {
        return firewall;
    }
}
