package io.selfheal.responder.guard;

import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.util.List;

/** Who is logged in on this host from somewhere else. */
@FunctionalInterface
public interface LoginSessions {
    /**
     * A login session.
     *
     * @param user the account
     * @param from where the session comes from
     */
    record Session(String user, IpAddress from) {}

    List<Session> list() throws IOException;
}
