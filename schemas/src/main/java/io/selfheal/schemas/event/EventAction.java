package io.selfheal.schemas.event;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in one closed vocabulary: ECS {@code event.action} with the {@code event.category} and
 * {@code event.type} that belong to it. Parsers written as data may use these names and no others.
 */
public enum EventAction {
    /** A login was tried; the outcome says how it ended. */
    LOGIN("login", "authentication", "start"),
    /** A login was tried for an account that does not exist, before any password was checked. */
    INVALID_USER("invalid-user", "authentication", "info"),
    /** The peer went away, or was sent away, before it was authenticated. */
    PREAUTH_DISCONNECT("preauth-disconnect", "authentication", "end"),
    /**
     * PAM's own note on a failed try that the daemon also writes down ({@code pam_unix(sshd:auth): authentication
     * failure}). Kept for its source and user, counted nowhere: else one wrong password would count twice.
     */
    PAM_FAILURE("pam-failure", "authentication", "info"),
    /** Too many tries within one connection. */
    MAX_AUTH_TRIES("max-auth-tries", "authentication", "denied"),
    /** No common key exchange, cipher or version; a banner that is none; garbage instead of the protocol. */
    PROTOCOL_ERROR("protocol-error", "network", "protocol"),
    /** Name and address of the peer do not agree. */
    REVERSE_MAPPING("reverse-mapping-failed", "network", "info"),
    LOGOUT("logout", "session", "end"),
    SESSION_OPENED("session-opened", "session", "start"),
    SUDO("sudo", "process", "start"),
    SU("su", "authentication", "start"),
    HTTP_REQUEST("http-request", "web", "access"),
    /** The server refused or failed a request and wrote why: missing file, denied by configuration, bad request. */
    HTTP_ERROR("http-error", "web", "error"),
    /** A web application firewall's rule matched. */
    WAF_ALERT("waf-alert", "web", "denied"),
    RATE_LIMITED("rate-limited", "web", "denied"),
    FIREWALL_DROP("firewall-drop", "network", "denied"),
    FIREWALL_ACCEPT("firewall-accept", "network", "allowed"),
    IDS_ALERT("ids-alert", "intrusion_detection", "info"),
    MAIL_REJECTED("mail-rejected", "email", "denied"),
    QUERY_DENIED("query-denied", "network", "denied"),
    /** Another program blocked the source (fail2ban). */
    BANNED("banned", "intrusion_detection", "denied"),
    SERVICE_FAILED("service-failed", "process", "end"),
    SERVICE_STARTED("service-started", "process", "start"),
    OUT_OF_MEMORY("out-of-memory", "process", "end"),
    SEGFAULT("segfault", "process", "error"),
    /** Reported by another system with one of the named threat types. */
    REPORTED("reported", "threat", "indicator"),
    /** {@code selfheal doctor --canary} wrote a line to see how far it comes. It tells nothing about anybody. */
    CANARY("canary", "host", "info");

    private static final Map<String, EventAction> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventAction::wireName, Function.identity()));

    private final String wireName;
    private final String category;
    private final String type;

    EventAction(String wireName, String category, String type) {
        this.wireName = wireName;
        this.category = category;
        this.type = type;
    }

    /** The value of {@code event.action}. */
    public String wireName() {
        return wireName;
    }

    /** The value of {@code event.category}. */
    public String category() {
        return category;
    }

    /** The value of {@code event.type}. */
    public String type() {
        return type;
    }

    /** The action of this name; null if there is none. */
    public static @Nullable EventAction ofWireName(String name) {
        return BY_WIRE_NAME.get(name);
    }
}
