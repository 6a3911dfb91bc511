package org.example.honeypot;

import io.selfheal.plugin.DetectorPlugin;
import io.selfheal.plugin.PluginContext;
import io.selfheal.plugin.Suspicion;
import io.selfheal.schemas.assess.ThreatClass;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.SecurityEvent;
import java.util.List;
import java.util.Set;

/** Suspects whoever tries an account that exists only to be tried. Setting {@code accounts}: names, separated by commas. */
public final class HoneypotDetector implements DetectorPlugin {
    private Set<String> accounts = Set.of();

    @Override
    public void start(PluginContext context) {
        accounts = Set.of(
                context.settings().text("accounts").orElse("backup-admin").split(",", -1));
        context.log().accept(accounts.size() + " honeypot accounts");
    }

    @Override
    public Set<EventAction> actions() {
        return Set.of(EventAction.LOGIN, EventAction.INVALID_USER);
    }

    @Override
    public List<Suspicion> judge(SecurityEvent event) {
        String user = event.user();
        return user != null && accounts.contains(user)
                ? List.of(new Suspicion(
                        "honeypot-account",
                        Suspicion.MOST_POINTS,
                        ThreatClass.RECONNAISSANCE,
                        "tried an account that nobody uses",
                        "T1110"))
                : List.of();
    }
}
