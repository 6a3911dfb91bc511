package io.selfheal.plugin;

import io.selfheal.schemas.event.SecurityEvent;

/** What became of a line. */
public sealed interface ParserAnswer {
    /** It is a security event. */
    record Understood(SecurityEvent event) implements ParserAnswer {}

    /** It was understood and says nothing of interest. */
    record Ignored(String reason) implements ParserAnswer {}

    /** Another parser may try. */
    record NotMine() implements ParserAnswer {}
}
