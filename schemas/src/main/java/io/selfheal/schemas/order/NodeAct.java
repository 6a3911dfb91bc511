package io.selfheal.schemas.order;

import io.selfheal.schemas.outcome.Outcome.ActionKind;
import java.util.Locale;

/**
 * What a responder can be asked to do on its host: all there is. Each checks its own words, so that nothing reaches a
 * program's arguments which could be an option of it, a path into elsewhere or a control character.
 */
public sealed interface NodeAct {
    /** The kind, as outcomes name it. */
    ActionKind kind();

    /** What it is about: a unit, an account, an address, a path. */
    String target();

    /**
     * What may not be done out of order: of two orders about one matter, the older one is refused when the newer one
     * came first.
     */
    default String matter() {
        return kind().name().toLowerCase(Locale.ROOT) + ":" + target();
    }

    /** Restarts a unit of the node's own list. */
    record RestartUnit(String unit) implements NodeAct {
        public RestartUnit {
            Words.requireUnit(unit);
        }

        @Override
        public ActionKind kind() {
            return ActionKind.RESTART_UNIT;
        }

        @Override
        public String target() {
            return unit;
        }

        @Override
        public String matter() {
            return "unit:" + unit;
        }
    }

    /** Starts a unit of the node's own list. */
    record StartUnit(String unit) implements NodeAct {
        public StartUnit {
            Words.requireUnit(unit);
        }

        @Override
        public ActionKind kind() {
            return ActionKind.START_UNIT;
        }

        @Override
        public String target() {
            return unit;
        }

        @Override
        public String matter() {
            return "unit:" + unit;
        }
    }

    /** Stops a unit of the node's own list; it is not healed until it was started again. */
    record StopUnit(String unit) implements NodeAct {
        public StopUnit {
            Words.requireUnit(unit);
        }

        @Override
        public ActionKind kind() {
            return ActionKind.STOP_UNIT;
        }

        @Override
        public String target() {
            return unit;
        }

        @Override
        public String matter() {
            return "unit:" + unit;
        }
    }

    /** Ends all sessions and processes of an account. */
    record EndSessions(String account) implements NodeAct {
        public EndSessions {
            Words.requireAccount(account);
        }

        @Override
        public ActionKind kind() {
            return ActionKind.END_SESSIONS;
        }

        @Override
        public String target() {
            return account;
        }
    }

    /** Locks an account: password, expiry and SSH keys; then ends its sessions. */
    record LockAccount(String account) implements NodeAct {
        public LockAccount {
            Words.requireAccount(account);
        }

        @Override
        public ActionKind kind() {
            return ActionKind.LOCK_ACCOUNT;
        }

        @Override
        public String target() {
            return account;
        }

        @Override
        public String matter() {
            return "account:" + account;
        }
    }

    /** Undoes every part of a lock. */
    record UnlockAccount(String account) implements NodeAct {
        public UnlockAccount {
            Words.requireAccount(account);
        }

        @Override
        public ActionKind kind() {
            return ActionKind.UNLOCK_ACCOUNT;
        }

        @Override
        public String target() {
            return account;
        }

        @Override
        public String matter() {
            return "account:" + account;
        }
    }

    /** Reboots the host after 1 to 60 minutes. */
    record Reboot(int delayMinutes) implements NodeAct {
        public Reboot {
            Words.requireDelay(delayMinutes);
        }

        @Override
        public ActionKind kind() {
            return ActionKind.REBOOT;
        }

        @Override
        public String target() {
            return "host";
        }

        @Override
        public String matter() {
            return "power";
        }
    }

    /** Powers the host off after 1 to 60 minutes. */
    record ShutDown(int delayMinutes) implements NodeAct {
        public ShutDown {
            Words.requireDelay(delayMinutes);
        }

        @Override
        public ActionKind kind() {
            return ActionKind.SHUT_DOWN;
        }

        @Override
        public String target() {
            return "host";
        }

        @Override
        public String matter() {
            return "power";
        }
    }

    /** Calls a reboot or a shutdown off. */
    record CancelShutdown() implements NodeAct {
        @Override
        public ActionKind kind() {
            return ActionKind.CANCEL_SHUTDOWN;
        }

        @Override
        public String target() {
            return "host";
        }

        @Override
        public String matter() {
            return "power";
        }
    }

    /**
     * Scans a host of the node's own networks with nmap, or looks which hosts of one answer.
     *
     * @param network an address, or a name that is resolved once; of {@link ScanProfile#DISCOVERY} an address or a network
     *     of 256 addresses at most
     */
    record Scan(ScanProfile profile, String network) implements NodeAct {
        public Scan {
            if (profile == ScanProfile.DISCOVERY) {
                Words.requireSmallNetwork(network);
            } else {
                Words.requireScanTarget(network);
            }
        }

        @Override
        public ActionKind kind() {
            return ActionKind.SCAN;
        }

        @Override
        public String target() {
            return network;
        }

        @Override
        public String matter() {
            return "scan:" + profile + ":" + network;
        }
    }

    /**
     * Ends a scan that runs or waits.
     *
     * @param scan the id of the order that asked for it
     */
    record CancelScan(String scan) implements NodeAct {
        @Override
        public ActionKind kind() {
            return ActionKind.CANCEL_SCAN;
        }

        @Override
        public String target() {
            return scan;
        }
    }

    /** Has a file looked at by the node's malware scanner, or takes its hash alone where there is none. */
    record CheckFile(String path) implements NodeAct {
        public CheckFile {
            Words.requirePath(path);
        }

        @Override
        public ActionKind kind() {
            return ActionKind.CHECK_FILE;
        }

        @Override
        public String target() {
            return path;
        }
    }

    /**
     * Cuts the host off from the network but for its brokers and its administrators, for a time.
     *
     * @param minutes 1 to 1440
     */
    record Isolate(int minutes) implements NodeAct {
        public Isolate {
            Words.requireIsolation(minutes);
        }

        @Override
        public ActionKind kind() {
            return ActionKind.ISOLATE;
        }

        @Override
        public String target() {
            return "host";
        }

        @Override
        public String matter() {
            return "isolation";
        }
    }

    /** Ends an isolation before its time. */
    record Release() implements NodeAct {
        @Override
        public ActionKind kind() {
            return ActionKind.RELEASE;
        }

        @Override
        public String target() {
            return "host";
        }

        @Override
        public String matter() {
            return "isolation";
        }
    }

    /** How thoroughly is scanned. */
    enum ScanProfile {
        /** The hundred most common ports, 60 s. */
        QUICK,
        /** Versions and known weaknesses, by scripts that do no harm, 300 s. */
        VULNERABILITY,
        /** Which hosts answer, without a look at their ports, 60 s. */
        DISCOVERY,
        /** The thousand most common ports, 180 s. */
        DEFAULT,
        /** Every port, versions and known weaknesses, 30 min. */
        THOROUGH,
        /** The hundred most common ports, half-open and one after the other, 10 min; each must be approved. */
        STEALTH
    }
}
