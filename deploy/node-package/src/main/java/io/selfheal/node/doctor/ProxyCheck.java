package io.selfheal.node.doctor;

import io.selfheal.collector.parse.ParseResult;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.net.IpAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a proxy stands before a web server and nobody said so: then it is the source of every attack, and would be
 * blocked with everybody behind it. Told by the newest requests of each access log: nearly all from one address, by many
 * kinds of browsers.
 */
final class ProxyCheck implements LogCheck {
    private static final int REQUESTS = 200;
    private static final int PERCENT = 80;
    private static final int AGENTS = 10;

    /** What came from one address. */
    private static final class Visitor {
        private int requests;
        private final Set<String> agents = new HashSet<>();

        void count(HttpRequest request) {
            requests++;
            if (request.userAgent() != null && agents.size() < AGENTS) {
                agents.add(request.userAgent());
            }
        }
    }

    @Override
    public Optional<Finding> look(Path file, List<ParseResult> lines, Instant written) {
        Map<IpAddress, Visitor> visitors = new HashMap<>();
        int all = 0;
        for (ParseResult line : lines) {
            if (line instanceof ParseResult.Parsed(HttpRequest request)
                    && request.origin().source() != null) {
                all++;
                visitors.computeIfAbsent(request.origin().source(), ip -> new Visitor())
                        .count(request);
            }
        }
        for (Map.Entry<IpAddress, Visitor> one : visitors.entrySet()) {
            Visitor visitor = one.getValue();
            if (all >= REQUESTS && visitor.requests * 100L >= (long) PERCENT * all && visitor.agents.size() >= AGENTS) {
                return Optional.of(Finding.warning(
                        "source",
                        file + ": " + visitor.requests + " of the last " + all + " requests come from " + one.getKey()
                                + ", by many kinds of browsers: it looks like a proxy, and would be blocked for what"
                                + " others do behind it",
                        "name it in trusted-proxies and let the server log X-Forwarded-For, or log the client's"
                                + " address itself; put it into allow.list meanwhile"));
            }
        }
        return Optional.empty();
    }
}
