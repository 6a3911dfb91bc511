package io.selfheal.responder.config;

import io.selfheal.schemas.outcome.Outcome.ActionKind;
import java.util.Locale;
import java.util.Optional;

/** Kinds of orders, as far as a key's rights, a mode and a bound are told apart. */
public enum OrderKind {
    RESTART_UNIT,
    START_UNIT,
    STOP_UNIT,
    END_SESSIONS,
    /** Locking, and undoing it. */
    LOCK_ACCOUNT,
    /** Reboot and shutdown, and calling them off. */
    POWER,
    /** Scans with nmap, and ending them. */
    SCAN,
    CHECK_FILE,
    /** Cutting the host off, and ending that. */
    ISOLATE;

    /** The kind of an order's action; empty for what nobody can order from a responder. */
    public static Optional<OrderKind> of(ActionKind action) {
        return switch (action) {
            case RESTART_UNIT -> Optional.of(RESTART_UNIT);
            case START_UNIT -> Optional.of(START_UNIT);
            case STOP_UNIT -> Optional.of(STOP_UNIT);
            case END_SESSIONS -> Optional.of(END_SESSIONS);
            case LOCK_ACCOUNT, UNLOCK_ACCOUNT -> Optional.of(LOCK_ACCOUNT);
            case REBOOT, SHUT_DOWN, CANCEL_SHUTDOWN -> Optional.of(POWER);
            case SCAN, CANCEL_SCAN -> Optional.of(SCAN);
            case CHECK_FILE -> Optional.of(CHECK_FILE);
            case ISOLATE, RELEASE -> Optional.of(ISOLATE);
            case BLOCK,
                    LIFT,
                    REPAIR_DRIFT,
                    PLUGIN,
                    BACK_UP,
                    RESTORE,
                    TRY_RESTORE,
                    CHECK_UPDATES,
                    RESTART_GUEST,
                    ORDER -> Optional.empty();
        };
    }

    /** What nobody but root can do; who is not passes it on. */
    public boolean needsRoot() {
        return switch (this) {
            case END_SESSIONS, LOCK_ACCOUNT, POWER -> true;
            case RESTART_UNIT, START_UNIT, STOP_UNIT, SCAN, CHECK_FILE, ISOLATE -> false;
        };
    }

    /** How the configuration calls it: {@code lock-account}. */
    public String settingName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What can harm people or the whole host, which nobody may ask for who decides by himself. */
    public boolean needsAPerson() {
        return switch (this) {
            case END_SESSIONS, LOCK_ACCOUNT, POWER, ISOLATE -> true;
            case RESTART_UNIT, START_UNIT, STOP_UNIT, SCAN, CHECK_FILE -> false;
        };
    }
}
