package io.selfheal.responder.enforce;

import io.selfheal.agent.log.Log;
import io.selfheal.responder.reconcile.NodeAlert;
import io.selfheal.responder.reconcile.Sink;
import io.selfheal.schemas.alert.Alert.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells people once when the firewall cannot be made to match, and once when it can again. */
public final class EnforcementAlerts {
    private static final Log LOG = Log.of(EnforcementAlerts.class);

    private final String host;
    private final Sink sink;
    private boolean failing;

    public EnforcementAlerts(String host, Sink sink) {
        this.host = host;
        this.sink = sink;
    }

    void after(@Nullable String problem, Instant now) {
        if ((problem != null) == failing) {
            return;
        }
        failing = problem != null;
        if (problem != null) {
            LOG.error("the firewall cannot be made to match the decisions", "cause", problem);
            say(Severity.CRITICAL, "Blocks are not enforced on a node", problem, now);
        } else {
            LOG.info("the firewall matches the decisions again");
            say(Severity.INFO, "Blocks are enforced again on a node", "The firewall matches the decisions again.", now);
        }
    }

    private void say(Severity severity, String title, String description, Instant now) {
        sink.alert(new NodeAlert(severity, "enforcement-failed", "enforcement-failed/" + host, title, description)
                .of(host, now));
    }
}
