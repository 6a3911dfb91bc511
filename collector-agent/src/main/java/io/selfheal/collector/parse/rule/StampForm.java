package io.selfheal.collector.parse.rule;

/** How a rule's {@code time} field is written. */
enum StampForm {
    /** {@code 21/Nov/2026:22:18:45 +0100}, the month also as a number. */
    CLF,
    /** {@code 2026-11-21T22:18:45+01:00}, the offset may be missing. */
    RFC3339,
    /** {@code 2026/11/21 22:18:45}, a fraction may follow. */
    SLASHED,
    /** {@code Sat Nov 21 22:18:45.123456 2026}. */
    NAMED,
    /** Any of these, and those that single programs use ({@code ProgramStamps}); told by its looks. */
    ANY
}
