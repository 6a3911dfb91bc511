package io.selfheal.responder.config;

import io.selfheal.schemas.config.Setting;
import java.time.Duration;

/** Bounds of orders that hold whatever is signed. */
public record OrderSettings(
        @Setting(
                doc = "Orders that are valid for longer are refused; each is remembered for at least that long.",
                value = "24h",
                allowed = "1m to 7d")
        Duration longestValidity,

        @Setting(doc = "How many orders of each kind may be carried out within an hour.")
        PerHour perHour) {
    public OrderSettings {
        if (longestValidity.compareTo(Duration.ofMinutes(1)) < 0 || longestValidity.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("longest-validity is out of range; allowed: 1m to 7d");
        }
    }

    /** The blast radius of a stolen key. */
    public record PerHour(
            @Setting(doc = "Restarts of units.", value = "20", allowed = "0 to 1000")
            int restartUnit,

            @Setting(doc = "Starts of units.", value = "20", allowed = "0 to 1000")
            int startUnit,

            @Setting(doc = "Stops of units.", value = "5", allowed = "0 to 1000")
            int stopUnit,

            @Setting(doc = "Accounts whose sessions are ended.", value = "10", allowed = "0 to 1000")
            int endSessions,

            @Setting(doc = "Accounts that are locked or unlocked.", value = "10", allowed = "0 to 1000")
            int lockAccount,

            @Setting(
                    doc = "Reboots and shutdowns; calling them off is not counted.",
                    value = "6",
                    allowed = "0 to 1000")
            int power,

            @Setting(doc = "Scans; ending them is not counted.", value = "30", allowed = "0 to 1000")
            int scan,

            @Setting(doc = "Files that are looked at.", value = "60", allowed = "0 to 1000")
            int checkFile,

            @Setting(
                    doc = "Times that the host is cut off; ending it is not counted.",
                    value = "6",
                    allowed = "0 to 1000")
            int isolate) {
        public PerHour {
            for (int cap : new int[] {
                restartUnit, startUnit, stopUnit, endSessions, lockAccount, power, scan, checkFile, isolate
            }) {
                if (cap < 0 || cap > 1000) {
                    throw new IllegalArgumentException("per-hour is out of range; allowed: 0 to 1000");
                }
            }
        }

        public int of(OrderKind kind) {
            return switch (kind) {
                case RESTART_UNIT -> restartUnit;
                case START_UNIT -> startUnit;
                case STOP_UNIT -> stopUnit;
                case END_SESSIONS -> endSessions;
                case LOCK_ACCOUNT -> lockAccount;
                case POWER -> power;
                case SCAN -> scan;
                case CHECK_FILE -> checkFile;
                case ISOLATE -> isolate;
            };
        }
    }
}
