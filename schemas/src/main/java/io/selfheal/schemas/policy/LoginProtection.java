package io.selfheal.schemas.policy;

import java.time.Duration;

/**
 * Whom a recent successful login protects: people mistype passwords, and their address must not be blocked for it. A
 * login after as many failures as a brute force has protects nobody.
 *
 * @param window how long a login protects; zero for not at all
 * @param blockScore base score from which a source is blocked all the same: an attack is no typing mistake
 * @param failures failed logins in the brute-force window from which it is blocked all the same
 */
public record LoginProtection(Duration window, int blockScore, int failures) {
    public static final LoginProtection DEFAULT = new LoginProtection(Duration.ofHours(24), 95, 20);

    public LoginProtection {
        if (window.isNegative() || window.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException(
                    "login protection " + window + " is out of range; allowed: zero to 366 days");
        }
        if (blockScore < 1 || blockScore > 101 || failures < 1) {
            throw new IllegalArgumentException("login protection up to score " + blockScore + " or " + failures
                    + " failures is out of range; allowed: 1 to 101, and 1 or more failures");
        }
    }
}
