package io.selfheal.collector.parse;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which formats a source may hold. Detection is per line and within the family: files mix formats. */
public enum SourceType {
    /** Any of the others, told apart line by line. */
    AUTO("auto"),
    /** Lines with a syslog header (RFC 3164, RFC 5424, rsyslog's RFC 3339 form), of any program. */
    SYSLOG(
            "syslog",
            "auth",
            "auth.log",
            "sshd",
            "sudo",
            "su",
            "pam",
            "kernel",
            "iptables",
            "ufw",
            "proxmox",
            "pvedaemon"),
    /** {@code journalctl -o json}: one object a line. */
    JOURNAL("journal", "journald", "systemd-journal"),
    /** Apache: access and error logs. */
    APACHE("apache", "apache2", "httpd"),
    /** nginx: access and error logs. */
    NGINX("nginx", "nginx-proxy-manager"),
    /** Access logs of any server in common, combined, virtual host or JSON form. */
    ACCESS("access", "http", "pveproxy", "litespeed", "traefik", "caddy"),
    /** {@code /var/log/proxmox-backup/api/auth.log}. */
    PROXMOX_BACKUP("proxmox-backup-auth", "proxmox-backup", "pbs"),
    /** {@code /var/log/pve-firewall.log}. */
    PVE_FIREWALL("pve-firewall");

    private final String firstName;
    /** All names, separated by blanks: an enum's list would count as mutable. */
    private final String names;

    SourceType(String... names) {
        this.firstName = names[0];
        this.names = String.join(" ", names);
    }

    /** The name in configuration and on the command line. */
    public String wireName() {
        return firstName;
    }

    /** The type of this name or alias, letter case ignored. */
    public static Optional<SourceType> ofName(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return Stream.of(values()).filter(type -> type.names().contains(wanted)).findFirst();
    }

    /** All names and aliases, for error messages. */
    public static String allowedNames() {
        return Stream.of(values()).flatMap(type -> type.names().stream()).collect(Collectors.joining(", "));
    }

    private List<String> names() {
        return List.of(names.split(" "));
    }
}
