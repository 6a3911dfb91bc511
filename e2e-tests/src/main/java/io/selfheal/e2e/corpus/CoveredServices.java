package io.selfheal.e2e.corpus;

import io.selfheal.e2e.corpus.Corpus.HubLine;
import io.selfheal.e2e.corpus.Corpus.HubScenario;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of the hub's tests are about services that SelfHeal promises to understand; the one list of them. The hub
 * knows many more; those are measured too, but nothing is promised for them.
 */
final class CoveredServices {
    /** The hub's parsers for the promised services. */
    private static final Set<String> PARSERS = Set.of(
            // systems
            "crowdsecurity/sshd-logs",
            "crowdsecurity/sshd-success-logs",
            "crowdsecurity/dropbear-logs",
            "crowdsecurity/segfault-logs",
            "crowdsecurity/iptables-logs",
            "aderumier/proxmox-iptables-logs",
            "fulljackz/proxmox-logs",
            "nicoh88/proxmox-backup-auth-logs",
            "crowdsecurity/suricata-logs",
            "crowdsecurity/suricata-evelogs",
            "crowdsecurity/suricata-fastlogs",
            "crowdsecurity/openvpn-logs",
            // web
            "crowdsecurity/apache2-logs",
            "crowdsecurity/nginx-logs",
            "crowdsecurity/nginx-proxy-manager-logs",
            "hitech95/nginx-mail-logs",
            "crowdsecurity/litespeed-logs",
            "crowdsecurity/modsecurity",
            "crowdsecurity/haproxy-logs",
            "crowdsecurity/traefik-logs",
            "crowdsecurity/caddy-logs",
            "barnoux/caddy-coraza",
            "crowdsecurity/nextcloud-logs",
            "LePresidente/gitea-logs",
            "LePresidente/grafana-logs",
            "inherent-io/keycloak-logs",
            "Dominic-Wagner/vaultwarden-logs",
            // mail, files, names, databases
            "crowdsecurity/vsftpd-logs",
            "crowdsecurity/proftpd-logs",
            "proftpd-logs",
            "fulljackz/pureftpd-logs",
            "crowdsecurity/postfix-logs",
            "crowdsecurity/postscreen-logs",
            "crowdsecurity/dovecot-logs",
            "crowdsecurity/exim-logs",
            "crowdsecurity/mysql-logs",
            "crowdsecurity/mariadb-logs",
            "crowdsecurity/pgsql-logs",
            "mstilkerich/bind9",
            "crowdsecurity/amavis-logs",
            "crowdsecurity/asterisk-logs",
            "crowdsecurity/freeswitch",
            "crowdsecurity/wireguard-logs",
            "crowdsecurity/configserver-lfd-logs",
            "crowdsecurity/named-logs");

    /** The hub's names for logs of the promised services, in lower case. */
    private static final Set<String> TYPES = Set.of(
            "apache2",
            "nginx",
            "nginx-proxy-manager",
            "litespeed",
            "modsecurity",
            "haproxy",
            "traefik",
            "caddy",
            "containerd",
            "docker",
            "dropbear",
            "proxmox-backup-auth",
            "pve-firewall",
            "iptables",
            "suricata-evelogs",
            "suricata-fastlogs",
            "openvpn",
            "vsftpd",
            "proftpd",
            "pure-ftpd",
            "postfix",
            "dovecot",
            "exim",
            "mysql",
            "mariadb",
            "postgres",
            "named",
            "nextcloud",
            "gitea",
            "grafana",
            "keycloak",
            "vaultwarden",
            "fail2ban");

    /** Programs of the promised services, as they sign their lines in a syslog. */
    private static final Pattern PROGRAMS = Pattern.compile("sshd(?:-session|-auth)?|dropbear|sudo|su|systemd|kernel"
            + "|pvedaemon|pveproxy|proxmox-backup-proxy|haproxy|nginx|vsftpd|proftpd|pure-ftpd|postfix/\\S+|dovecot"
            + "|exim4?|mysqld|mariadbd|postgres|named|openvpn|ovpn-\\S+|suricata|fail2ban\\S*|vaultwarden");

    /** The program in a line of a syslog: RFC 3164, RFC 3339 stamp or RFC 5424. */
    private static final Pattern SIGNATURE =
            Pattern.compile("^(?:<\\d+>\\d? ?)?(?:\\w{3} +\\d+ [\\d:]{8}|\\S+) \\S+ ([^\\s:\\[]+)");

    private CoveredServices() {}

    static boolean contains(HubLine line) {
        return PARSERS.contains(line.parser());
    }

    static boolean contains(HubScenario scenario) throws IOException {
        String type = scenario.type().toLowerCase(Locale.ROOT);
        return isSyslog(type) ? PROGRAMS.matcher(service(scenario)).matches() : TYPES.contains(type);
    }

    private static boolean isSyslog(String type) {
        return type.equals("syslog") || type.equals("unifi");
    }

    /** A name for the service that a scenario's log is of: the log's type, or the program in its first line. */
    static String service(HubScenario scenario) throws IOException {
        if (!isSyslog(scenario.type())) {
            return scenario.type();
        }
        try (var lines = Files.lines(scenario.log(), StandardCharsets.ISO_8859_1)) {
            Matcher program = SIGNATURE.matcher(lines.findFirst().orElse(""));
            return program.find() ? program.group(1) : scenario.type();
        }
    }
}
