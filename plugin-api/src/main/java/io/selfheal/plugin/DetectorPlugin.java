package io.selfheal.plugin;

import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.SecurityEvent;
import java.util.List;
import java.util.Set;

/**
 * Suspects events. Runs in the analyzer, beside its scenarios and signatures: what it says becomes a signal of the
 * score, named after the plugin. Budget: 20 ms an event, and each event waits for it, so ask for few actions and keep
 * whatever needs the network or a disk out of here.
 */
public interface DetectorPlugin extends Plugin {
    /** The only actions that it is asked about. */
    Set<EventAction> actions();

    /** What is suspicious about the event; an empty list for nearly all. At most four are taken. */
    List<Suspicion> judge(SecurityEvent event) throws Exception;
}
