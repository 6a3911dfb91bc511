package io.selfheal.schemas.topic;

import java.util.Locale;

/** Who may read and write topics: the principals of the ACLs, one for each module, and two that are none. */
public enum Role {
    COLLECTOR_AGENT,
    ANALYZER_SERVICE,
    ENRICHMENT_SERVICE,
    RESPONDER_AGENT,
    NOTIFIER_SERVICE,
    CONSOLE_SERVICE,
    /** A person at the command line with administrator's credentials. */
    ADMINISTRATOR,
    /** Whatever takes what happens on to a system of other makers that keeps logs; it writes nothing. */
    SIEM;

    /** The module's name, for example {@code collector-agent}. */
    public String moduleName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
