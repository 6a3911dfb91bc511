package org.example.honeypot;

import io.selfheal.plugin.ParserAnswer;
import io.selfheal.plugin.ParserPlugin;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Understands {@code 2026-03-01T12:00:00Z honeypot login 203.0.113.7 root}. No regular expression: what an attacker
 * writes as a user name stands at the end and can hold anything.
 */
public final class HoneypotParser implements ParserPlugin {
    private static final String MARK = " honeypot ";

    @Override
    public ParserAnswer parse(String line, Origin origin) {
        int mark = line.indexOf(MARK);
        if (mark < 0) {
            return new ParserAnswer.NotMine();
        }
        String[] words = line.substring(mark + MARK.length()).split(" ", 3);
        if (!words[0].equals("login")) {
            return new ParserAnswer.Ignored("no login");
        }
        IpAddress source = words.length == 3 ? IpAddress.tryParse(words[1]) : null;
        if (source == null) {
            return new ParserAnswer.NotMine();
        }
        return new ParserAnswer.Understood(new Authentication(
                from(origin, time(line.substring(0, mark), origin), source),
                EventAction.LOGIN,
                EventOutcome.FAILURE,
                "honeypot",
                words[2],
                false,
                "password",
                null));
    }

    private static Instant time(String text, Origin origin) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return origin.time();
        }
    }

    private static Origin from(Origin origin, Instant time, IpAddress source) {
        return new Origin(
                origin.id(),
                time,
                origin.host(),
                origin.dataset(),
                source,
                0,
                origin.place(),
                origin.count(),
                "honeypot",
                0,
                origin.log(),
                origin.message());
    }
}
