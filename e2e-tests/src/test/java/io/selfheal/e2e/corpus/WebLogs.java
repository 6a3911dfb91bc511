package io.selfheal.e2e.corpus;

import static io.selfheal.e2e.corpus.WrittenLog.BROWSER;
import static io.selfheal.e2e.corpus.WrittenLog.honestWeb;
import static io.selfheal.e2e.corpus.WrittenLog.webAttack;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.util.stream.Stream;

/** Requests to web servers: attacks at the pace of a tool, attacks that wait, and visitors. */
final class WebLogs {
    private static final String EVE = "203.0.113.66";
    private static final String SITE = "https://www.example.com/";

    private WebLogs() {}

    static Stream<WrittenLog> all() {
        return Stream.concat(attacks(), visitors());
    }

    private static Stream<WrittenLog> attacks() {
        return Stream.of(
                webAttack("a word list").asks(EVE, 40, ofMillis(300), "GET /word{n}", 404),
                webAttack("a word list, a word every five seconds").asks(EVE, 60, ofSeconds(5), "GET /word{n}", 404),
                webAttack("secrets, one every ten minutes")
                        .asks(EVE, 1, ofMinutes(10), "GET /.env", 404)
                        .asks(EVE, 1, ofMinutes(10), "GET /.git/config", 404)
                        .asks(EVE, 1, ofMinutes(10), "GET /wp-config.php.bak", 404),
                webAttack("administration that is not here")
                        .asks(EVE, 1, ofSeconds(9), "GET /phpmyadmin/index.php", 404)
                        .asks(EVE, 1, ofSeconds(9), "GET /adminer.php", 404)
                        .asks(EVE, 1, ofSeconds(9), "GET /manager/html", 404),
                webAttack("a device that is not here").asks(EVE, 1, ZERO, "POST /RPC2_Login", 404),
                webAttack("one injection").asks(EVE, 1, ZERO, "GET /item?id=1'%20union%20select%201,2--%20-", 200),
                webAttack("a scanner by its name").asks(EVE, 1, ZERO, "GET /", 200, "-", "sqlmap/1.8#stable"),
                webAttack("a login form's passwords").asks(EVE, 20, ofSeconds(2), "POST /login", 200),
                webAttack("WordPress: passwords").asks(EVE, 20, ofSeconds(3), "POST /wp-login.php", 200),
                webAttack("WordPress: one password each half hour")
                        .asks(EVE, 30, ofMinutes(30), "POST /wp-login.php", 200),
                webAttack("WordPress: XML-RPC").asks(EVE, 40, ofSeconds(2), "POST /xmlrpc.php", 200),
                webAttack("WordPress: authors").asks(EVE, 8, ofSeconds(2), "GET /?author={n}", 301),
                webAttack("basic authentication guessed").asks(EVE, 30, ofMillis(500), "GET /private/", 401),
                webAttack("open proxy").asks(EVE, 4, ofSeconds(5), "CONNECT mail.example.net:25", 405),
                webAttack("made-up pages").asks(EVE, 60, ofMillis(200), "GET /7{n}3310845", 404),
                webAttack("the cache passed by").asks(EVE, 60, ofMillis(300), "GET /?82{n}99120", 200),
                webAttack("a whole site fetched").asks(EVE, 120, ofMillis(200), "GET /page/{n}.html", 200),
                webAttack("a flood").asks(EVE, 1500, ofMillis(10), "GET /", 200));
    }

    private static Stream<WrittenLog> visitors() {
        String google = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
        return Stream.of(
                honestWeb("a search engine")
                        .asks("192.0.2.1", 1, ofSeconds(2), "GET /robots.txt", 404, "-", google)
                        .asks("192.0.2.1", 60, ofSeconds(15), "GET /gone/{n}", 404, "-", google)
                        .meanwhile()
                        .asks("192.0.2.1", 300, ofSeconds(3), "GET /page/{n}", 200, "-", google),
                honestWeb("a page with eighty assets")
                        .asks("192.0.2.2", 1, ofMillis(100), "GET /", 200)
                        .asks("192.0.2.2", 80, ofMillis(10), "GET /a/{n}.js", 200, SITE, BROWSER),
                honestWeb("a broken picture, again and again")
                        .asks("192.0.2.3", 300, ofSeconds(1), "GET /img/gone.png", 404, SITE, BROWSER),
                honestWeb("an application whose token ran out")
                        .asks("192.0.2.4", 60, ofSeconds(5), "GET /api/v1/me", 401, "-", "Shop/4.2 (Android 15)"),
                honestWeb("packages for a build")
                        .asks(
                                "192.0.2.5",
                                120,
                                ofMillis(100),
                                "GET /repository/npm/p{n}/-/p{n}.tgz",
                                200,
                                "-",
                                "npm/11")
                        .asks("192.0.2.5", 120, ofMillis(150), "GET /api/v4/projects/{n}/jobs", 200, "-", "curl/8.5.0"),
                honestWeb("an office").asks("192.0.2.6", 200, ofMillis(700), "GET /news/{n}", 200, SITE, BROWSER),
                honestWeb("a monitor")
                        .asks("192.0.2.7", 600, ofSeconds(10), "GET /health", 200, "-", "Uptime-Kuma/1.23")
                        .meanwhile()
                        .asks("192.0.2.8", 300, ofSeconds(30), "HEAD /server-status", 403, "-", "check_http/v2.3"),
                honestWeb("somebody who forgot a password")
                        .asks("192.0.2.9", 4, ofSeconds(20), "POST /login", 200, SITE + "login", BROWSER)
                        .asks("192.0.2.9", 1, ofSeconds(20), "POST /login", 302, SITE + "login", BROWSER),
                honestWeb("an author at work")
                        .asks("192.0.2.12", 90, ofSeconds(15), "POST /wp-admin/admin-ajax.php", 200, SITE, BROWSER)
                        .asks("192.0.2.12", 2, ofSeconds(15), "GET /?author=1", 301, SITE, BROWSER),
                honestWeb("a feed reader")
                        .asks("192.0.2.13", 96, ofMinutes(15), "GET /feed.xml", 304, "-", "FreshRSS/1.24"),
                honestWeb("searches in words of attackers")
                        .asks("192.0.2.14", 1, ofMinutes(2), "GET /search?q=%22union+rep%22+or+%22select%22", 200)
                        .asks("192.0.2.14", 1, ofMinutes(2), "GET /search?q=drop+table+legs", 200)
                        .asks("192.0.2.14", 1, ofMinutes(2), "GET /login?redirect_uri=http://localhost:8400/", 200));
    }
}
