package io.selfheal.enrichment.provider;

import io.selfheal.schemas.net.IpAddress;
import java.time.Duration;
import java.util.Map;

/** How one question about addresses ended. Only {@link Answered} says something about them. */
public sealed interface Reply {
    /** An answer for each address that was asked for. */
    record Answered(Map<IpAddress, Said> said) implements Reply {
        public Answered {
            said = Map.copyOf(said);
        }
    }

    /** Nothing was said, of addresses or of a file. */
    sealed interface NoAnswer extends Reply, FileReply {
        /** Why, without secrets. */
        String reason();
    }

    /** A quota or rate limit, or a service that only reads now: ask again after this time. */
    record Limited(Duration pause, String reason) implements NoAnswer {}

    /** The key is wrong, blocked or not entitled: asking again changes nothing until it changes. */
    record Refused(String reason) implements NoAnswer {}

    /** Time-out, 5xx, unreadable answer: may be asked again. */
    record Failed(String reason) implements NoAnswer {}
}
