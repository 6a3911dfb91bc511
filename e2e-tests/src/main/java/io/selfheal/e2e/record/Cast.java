package io.selfheal.e2e.record;

import static io.selfheal.e2e.record.Stage.SERVER;
import static io.selfheal.e2e.record.Stage.SERVER6;

import io.selfheal.e2e.lab.Attacker;
import io.selfheal.e2e.lab.NetworkLab;
import io.selfheal.e2e.lab.WebAttack;
import io.selfheal.e2e.record.DemoRecording.Act;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Who comes on when. Attackers are in 203.0.113.0/24, 198.51.100.0/24 and 2001:db8::/32; 192.0.2.x are at home here. */
final class Cast {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int FIRST_HOST = 10;
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
            + " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
    private static final List<String> COMMON_PASSWORDS = Stream.of(
                    "123456 password 12345678 qwerty 123456789 12345 1234 111111 1234567 dragon 123123 baseball abc123"
                            + " football monkey letmein shadow master 666666 qwertyuiop 123321 mustang 1234567890"
                            + " michael 654321 superman 1qaz2wsx 7777777 toor admin root changeme")
            .flatMap(words -> Stream.of(words.split(" ", -1)))
            .toList();
    private static final List<String> COMMON_USERS =
            List.of("admin", "oracle", "postgres", "test", "ubuntu", "git", "jenkins", "ftpuser", "minecraft", "pi");

    private final NetworkLab lab;
    private final List<Act> acts = new ArrayList<>();
    private final Map<String, Attacker> actors = new HashMap<>();

    Cast(NetworkLab lab) {
        this.lab = lab;
    }

    List<Act> acts() {
        visitors();
        sshAttackers();
        webAttackers();
        scanners();
        new ProxmoxLines(lab.server()).acts().forEach(acts::add);
        return List.copyOf(acts);
    }

    private void visitors() {
        Attacker office = from("192.0.2.10");
        Attacker phone = from("192.0.2.61");
        List<String> pages =
                List.of("/", "/about.html", "/products.html", "/products.html?id=17", "/search?q=union+jack");
        for (int n = 0; n < 14; n++) {
            String page = pages.get(n % pages.size());
            at(1 + 8 * n, () -> office.curl(SERVER, page, LIMIT, "-A", FIREFOX, "-e", "http://www.example.org/"));
            at(4 + 8 * n, () -> phone.curl(SERVER, page, LIMIT, "-A", SAFARI));
        }
        at(33, () -> office.curl(SERVER, "/favicon.ico", LIMIT, "-A", FIREFOX));
        at(2, () -> office.login(SERVER, "alice", "Zugspitze-2962", LIMIT));
        // A person mistypes once and then gets it right: nothing to see here.
        at(44, () -> {
            office.login(SERVER, "alice", "Zugspitze-2926", LIMIT);
            office.login(SERVER, "alice", "Zugspitze-2962", LIMIT);
        });
        Attacker pipeline = from("192.0.2.20");
        for (int second : List.of(12, 58, 96)) {
            at(second, () -> pipeline.login(SERVER, "deploy", "q7-uvula-kayak", LIMIT));
        }
    }

    private void sshAttackers() {
        Attacker fast = from("203.0.113.7");
        at(6, () -> fast.hydra(SERVER, "root", COMMON_PASSWORDS.subList(0, 20), 4, LIMIT));
        Attacker enumerating = from("198.51.100.23");
        at(24, () -> enumerating.hydraUsers(SERVER, COMMON_USERS, "123456", 4, LIMIT));
        Attacker lucky = from("203.0.113.44");
        at(
                48,
                () -> lucky.hydra(
                        SERVER,
                        "backup2",
                        List.of("backup", "backup1", "backup12", "backup!", "backup2", "b4ckup", "backup123"),
                        1,
                        LIMIT));
        Attacker six = from("2001:db8:bad::15");
        at(66, () -> six.hydra(SERVER6, "root", COMMON_PASSWORDS.subList(0, 14), 4, LIMIT));
        Attacker slow = from("198.51.100.77");
        IntStream.range(0, 6).forEach(n -> at(10 + 16 * n, () -> slow.login(SERVER, "root", "slow" + n, LIMIT)));
    }

    private void webAttackers() {
        web(14, 400, "198.51.100.99", SERVER, WebAttack.PROBING);
        web(28, 700, "203.0.113.81", SERVER, WebAttack.SENSITIVE_FILES);
        web(38, 250, "203.0.113.120", SERVER, WebAttack.SQL_INJECTION);
        web(41, 250, "203.0.113.120", SERVER, WebAttack.SQL_INJECTION);
        web(54, 900, "198.51.100.140", SERVER, WebAttack.CROSS_SITE_SCRIPTING);
        web(64, 800, "203.0.113.161", SERVER, WebAttack.TRAVERSAL);
        web(76, 900, "2001:db8:66::9", SERVER6, WebAttack.COMMAND_INJECTION);
        Attacker nikto = from("198.51.100.180");
        for (int n = 0; n < 10; n++) {
            String path = "/?check=" + n;
            String agent = "Mozilla/5.00 (Nikto/2.5.0) (Evasions:None) (Test:00060" + n + ")";
            at(86 + 0.3 * n, () -> nikto.curl(SERVER, path, LIMIT, "-A", agent));
        }
        Attacker guesser = from("203.0.113.150");
        for (int n = 0; n < 9; n++) {
            at(30 + 0.5 * n, () -> guesser.curl(SERVER, "/login", LIMIT, "-A", "python-requests/2.32.3"));
        }
    }

    private void scanners() {
        Attacker stray = from("198.51.100.5");
        at(1, () -> stray.canConnect(SERVER, 445, Duration.ofMillis(300)));
        at(60, () -> stray.canConnect(SERVER, 23, Duration.ofMillis(300)));
        Attacker nmap = from("203.0.113.200");
        at(
                20,
                () -> nmap.scan(
                        SERVER,
                        "21,23,25,53,110,111,135,139,143,443,445,993,995,1433,1521,1723,2049,2375,3306,"
                                + "3389,5432,5900,6379,8006,8080,8443,9200,11211,27017",
                        LIMIT));
        Attacker nmap6 = from("2001:db8:5ca::4");
        at(72, () -> nmap6.scan(SERVER6, "21,23,25,443,3306,3389,5432,5900,6379,8006,8080,9200", LIMIT));
    }

    private void web(double after, int gapMillis, String address, String target, WebAttack attack) {
        Attacker attacker = from(address);
        List<String> paths = attack.paths();
        for (int n = 0; n < paths.size(); n++) {
            String path = paths.get(n);
            at(after + n * gapMillis / 1000.0, () -> attacker.curl(target, path, LIMIT, "-A", attack.userAgent()));
        }
    }

    private Attacker from(String address) {
        return actors.computeIfAbsent(address, a -> new Attacker(Stage.actor(lab, FIRST_HOST + actors.size(), a)));
    }

    private void at(double seconds, Runnable deed) {
        acts.add(new Act(Duration.ofMillis(Math.round(seconds * 1000)), deed));
    }
}
