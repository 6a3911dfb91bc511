package io.selfheal.responder.guard;

import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sessions of systemd-logind, where there is no utmp any more; two runs of loginctl(1), about 20 ms. */
public final class Loginctl implements LoginSessions {
    private static final int MAX_SESSIONS = 500;

    private final ExternalProgram loginctl;

    public Loginctl(ExternalProgram loginctl) {
        this.loginctl = loginctl;
    }

    @Override
    public List<Session> list() throws IOException {
        var listing = loginctl.run(List.of("list-sessions", "--no-legend", "--no-pager"), ExternalProgram.Input.NONE);
        if (!listing.succeeded()) {
            throw new IOException(
                    "loginctl: " + listing.errors().lines().findFirst().orElse("no message"));
        }
        List<String> show = new ArrayList<>(
                List.of("show-session", "--property=Name", "--property=RemoteHost", "--property=State", "--"));
        listing.output()
                .lines()
                .map(line -> line.trim().split("\\s+", 2)[0])
                .filter(id -> !id.isEmpty())
                .limit(MAX_SESSIONS)
                .forEach(show::add);
        if (show.getLast().equals("--")) {
            return List.of();
        }
        var details = loginctl.run(show, ExternalProgram.Input.NONE);
        return parse(details.output());
    }

    /** Properties as KEY=VALUE lines, sessions separated by an empty line. */
    static List<Session> parse(String output) {
        List<Session> sessions = new ArrayList<>();
        for (String block : output.split("\n\n", -1)) {
            Map<String, String> properties = new HashMap<>();
            block.lines().forEach(line -> {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    properties.put(
                            line.substring(0, equals),
                            line.substring(equals + 1).trim());
                }
            });
            IpAddress from = IpAddress.tryParse(properties.getOrDefault("RemoteHost", ""));
            if (from != null && !"closing".equals(properties.get("State"))) {
                sessions.add(new Session(properties.getOrDefault("Name", ""), from));
            }
        }
        return sessions;
    }
}
