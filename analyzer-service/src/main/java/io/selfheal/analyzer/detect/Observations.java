package io.selfheal.analyzer.detect;

import io.selfheal.analyzer.profile.Hashes;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.profile.Tally;
import io.selfheal.analyzer.profile.Trait;
import io.selfheal.schemas.event.ApplicationError;
import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.NetworkFlow;
import io.selfheal.schemas.event.Report;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.event.ServiceState;
import java.util.Locale;
import java.util.Set;

/** What every event adds to its profile, whether it means something or not. */
final class Observations {
    /** Bound of "message repeated N times": one line cannot count for more. */
    static final int MAX_COUNT = 1000;
    /** A login after this many failures within an hour may have been guessed, and speaks for nobody. */
    private static final int GUESSED_AFTER = 5;

    private static final int GUESSED_WITHIN = 3600;

    /** Names under which daemons let everybody in; the shipped scenarios know the same ones. */
    private static final Set<String> NOBODYS = Set.of("anonymous", "ftp", "guest", "nobody");

    private Observations() {}

    /** Counts the event; returns whether it is a failed login that was not counted before. */
    static boolean note(SecurityEvent event, SourceProfile profile, int second) {
        profile.habits().event(second);
        profile.note(Trait.HOSTS, Hashes.of(event.origin().host()));
        switch (event) {
            case HttpRequest r -> note(r, profile, second);
            case Authentication a -> note(a, profile, second);
            case NetworkFlow f -> note(f, profile, second);
            case ApplicationError e -> {}
            case ServiceState s -> {}
            case Report r -> {}
        }
        boolean failed = LoginAttempts.isNewFailure(event, profile, second);
        if (failed) {
            profile.count(Tally.FAILED_LOGINS, second, times(event));
        }
        return failed;
    }

    /** Whether somebody logged in who had to prove who he is: an anonymous FTP login vouches for no address. */
    static boolean isPersonal(SecurityEvent event) {
        String user = event.user();
        return event.action() == EventAction.LOGIN
                && event.outcome() == EventOutcome.SUCCESS
                && (user == null || !NOBODYS.contains(user.toLowerCase(Locale.ROOT)));
    }

    static int times(SecurityEvent event) {
        return Math.min(MAX_COUNT, event.origin().count());
    }

    private static void note(HttpRequest request, SourceProfile profile, int second) {
        profile.count(Tally.REQUESTS, second, times(request));
        int url = Hashes.of(request.url());
        profile.note(Trait.PATHS, url);
        String agent = request.userAgent();
        profile.habits()
                .request(
                        request.method(), request.status(), request.url(), url, request.responseBytes(), agent != null);
        if (agent != null) {
            profile.note(Trait.AGENTS, Hashes.of(agent));
        }
        if (request.status() >= 400 && request.status() < 500) {
            profile.count(Tally.CLIENT_ERRORS, second, 1);
        }
    }

    private static void note(Authentication login, SourceProfile profile, int second) {
        String user = login.userName();
        if (user != null) {
            profile.note(Trait.USERS, Hashes.of(user));
        }
        if (login.action() == EventAction.LOGIN && login.outcome() == EventOutcome.SUCCESS) {
            profile.count(Tally.SUCCESSFUL_LOGINS, second, 1);
        }
        if (isPersonal(login)) {
            profile.succeeded(second);
            if (profile.within(Tally.FAILED_LOGINS, second, GUESSED_WITHIN) < GUESSED_AFTER) {
                profile.trusted(second);
            }
        }
    }

    private static void note(NetworkFlow flow, SourceProfile profile, int second) {
        if (flow.action() == EventAction.FIREWALL_DROP) {
            profile.count(Tally.DROPPED_PACKETS, second, times(flow));
        }
        if (flow.destinationPort() > 0) {
            profile.note(Trait.PORTS, Hashes.mix(flow.destinationPort()));
        }
    }
}
