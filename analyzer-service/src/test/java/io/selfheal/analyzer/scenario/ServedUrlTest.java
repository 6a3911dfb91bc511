package io.selfheal.analyzer.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedUrlTest {
    @ParameterizedTest
    @CsvSource({
        "/wp%2dlogin%2Ephp, /wp-login.php",
        "/%77p-login.php?a=%41, /wp-login.php?a=%41",
        "//a/./b/..//wp-login.php, /a/wp-login.php",
        "/a/%2e%2E/wp-login.php, /wp-login.php",
        "/../../etc/passwd, /etc/passwd",
        "/admin/., /admin/",
        "/admin/x/.., /admin/",
        "/login;jsessionid=0A1B?x=;, /login?x=;",
        "/a;b/c, /a;b/c",
        "/.well-known/x, /.well-known/x",
        "/..., /...",
        "/wp-login.php%3Fx, /wp-login.php%3Fx",
        "/%252e, /%252e",
        "/%c3%a4%zz%2, /%c3%a4%zz%2",
        "/%00, /%00",
        "http://example.org/%41//, http://example.org/%41//",
        "*, *",
    })
    void isWhatTheServerServes(String asked, String served) {
        assertThat(ServedUrl.of(asked)).isEqualTo(served);
    }

    @Test
    void whatNeedsNothingIsTheTextItself() {
        String url = "/index.php?x=/../%41";

        assertThat(ServedUrl.of(url)).isSameAs(url);
    }

    @Test
    void theWorstPathsCostNoMoreThanOthers() {
        long start = System.nanoTime();
        for (String part : new String[] {"/..", "/.", "//", "%2f", "%2e", ";", "a", "/a"}) {
            ServedUrl.of("/" + part.repeat(65_536 / part.length()) + ";");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }
}
