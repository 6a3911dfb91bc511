package io.selfheal.node.doctor;

import io.selfheal.schemas.net.IpAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far a canary has come, and what that says about the node. */
final class CanaryJourney {
    private static final String ABOUT = "canary";
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(3);

    private final IpAddress address;
    private @Nullable Duration read;
    private String source = "";
    private @Nullable Duration back;
    private String status = "";
    private String because = "";
    private String trouble = "";

    CanaryJourney(IpAddress address) {
        this.address = address;
    }

    /** The address that the line names, and that the decision will. */
    IpAddress address() {
        return address;
    }

    boolean isRead() {
        return read != null;
    }

    /** The collector had it from this source. */
    void readFrom(String name, Duration after) {
        source = name;
        read = after;
    }

    /** @param row of the responder's decisions */
    void cameBack(Map<?, ?> row, Duration after) {
        if (back == null) {
            back = after;
        }
        status = String.valueOf(row.get("status")).toUpperCase(Locale.ROOT);
        because = row.get("because") == null ? "" : String.valueOf(row.get("because"));
    }

    /** Something on the way could not be asked; told if the canary does not come back. */
    void troubledBy(String what) {
        trouble = what;
    }

    /** Whether nothing more is to be waited for; the collector tells a second later which source it was. */
    boolean isOver(Duration now) {
        return back != null
                && !status.equals("PENDING")
                && (isRead() || now.minus(back).compareTo(TOLD_WITHIN) > 0);
    }

    Finding finding(Duration patience) {
        if (back != null) {
            return settled(back);
        }
        String lost = " within " + seconds(patience) + (trouble.isEmpty() ? "" : " (" + trouble + ")");
        return read == null
                ? Finding.wrong(
                        ABOUT,
                        "no source had the line" + lost,
                        "follow the journal, or the file that the system's log (authpriv) goes to, in collector.yaml;"
                                + " if the collector does: journalctl -u selfheal-collector")
                : Finding.wrong(
                        ABOUT,
                        "was read from " + source + " after " + seconds(read) + ", and no decision came back" + lost,
                        "see kafka; else the analyzer is away or far behind, this clock is more than two minutes off,"
                                + " or collector and responder go by different host-names");
    }

    private Finding settled(Duration after) {
        String way =
                (read == null ? "" : "read from " + source + ", ") + "decided and back here after " + seconds(after);
        return switch (status) {
            case "APPLIED", "ALREADY_IN_FORCE" ->
                Finding.ok(ABOUT, way + "; the firewall drops " + address + ", which nobody has, for a minute");
            case "SIMULATED" -> Finding.ok(ABOUT, way + "; it would be dropped, but nobody enforces blocks here");
            case "WAITING" -> Finding.ok(ABOUT, way + "; it waits for approval, as every block here");
            case "PENDING" ->
                Finding.wrong(ABOUT, way + ", and the responder did not act on it", "journalctl -u selfheal-responder");
            default ->
                Finding.wrong(
                        ABOUT,
                        way + ", but not enforced: " + status.toLowerCase(Locale.ROOT) + " " + because,
                        "see firewall; take 2001:db8::/32 off the allowlist if it is there");
        };
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
