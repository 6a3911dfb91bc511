package io.selfheal.plugin;

import io.selfheal.schemas.event.Origin;

/**
 * Understands lines that no parser of SelfHeal's own understood. Runs in the collector. Budget: 20 ms a line; what an
 * attacker can write must not be able to use it up.
 */
public interface ParserPlugin extends Plugin {
    /**
     * Says what a line is.
     *
     * @param line its text without the line end
     * @param origin where it comes from; build the event with it. Of another one only time, source, source port, count,
     *     process and pid are taken: whose line it is, is not for a plugin to say
     */
    ParserAnswer parse(String line, Origin origin) throws Exception;
}
