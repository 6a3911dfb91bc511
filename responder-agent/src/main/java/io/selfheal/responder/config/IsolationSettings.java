package io.selfheal.responder.config;

import io.selfheal.schemas.config.Setting;

/** What goes on while the host is cut off by order. */
public record IsolationSettings(
        @Setting(
                doc = "Where sshd listens: reached by those on the allowlists while the host is cut off.",
                value = "22",
                allowed = "1 to 65535")
        int sshPort) {
    public IsolationSettings {
        if (sshPort < 1 || sshPort > 65_535) {
            throw new IllegalArgumentException("ssh-port is out of range; allowed: 1 to 65535");
        }
    }
}
