package io.selfheal.collector.parse;

import io.selfheal.schemas.event.SecurityEvent;

/** What became of a line. */
public sealed interface ParseResult {
    /**
     * What a line becomes that patterns would have to read too often: it may be an attack that its writer wants to
     * hide, so it is neither guessed nor ignored, but counted by itself and shown.
     */
    Unparsed GIVEN_UP = new Unparsed("given up: made so that patterns take too long on it");

    /** What a line becomes that a parser failed on: a fault of ours, which the log tells. */
    Unparsed FAULT = new Unparsed("a fault of the parser itself, see the log");

    /** The line is a security event; the parser's name is its dataset. */
    record Parsed(SecurityEvent event) implements ParseResult {}

    /**
     * The line was understood and says nothing of interest: no event.
     *
     * @param parser who understood it
     * @param reason why it is none, a fixed text
     */
    record Ignored(String parser, String reason) implements ParseResult {}

    /**
     * Nobody understood the line.
     *
     * @param reason what was tried, a fixed text without the line's own words
     */
    record Unparsed(String reason) implements ParseResult {}
}
