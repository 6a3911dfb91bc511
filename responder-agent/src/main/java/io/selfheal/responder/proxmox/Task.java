package io.selfheal.responder.proxmox;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A task of a Proxmox node as its id says it (PVE::Tools::upid_decode): {@code
 * UPID:NODE:PID:PSTART:STARTTIME:TYPE:ID:USER:}, numbers in hexadecimal, USER with the token's name where one did it.
 *
 * @param node where it ran
 * @param started when, to the second
 * @param type for example {@code qmstart}
 * @param id of what it was about, a guest's number mostly; may be empty
 * @param user {@code USER@REALM}, or {@code USER@REALM!TOKEN}
 * @param running whether it has not ended yet
 */
public record Task(String node, Instant started, String type, String id, String user, boolean running) {
    private static final Pattern UPID =
            Pattern.compile("UPID:([A-Za-z0-9][A-Za-z0-9-]{0,62}):[0-9A-Fa-f]{8}:[0-9A-Fa-f]{8,9}"
                    + ":([0-9A-Fa-f]{8}):([^:\\s]{1,64}):([^:\\s]{0,64}):([^:\\s]{1,256}):");

    /** One entry of a node's list of tasks; empty if it is none. */
    static Optional<Task> of(Map<String, Object> entry) {
        return entry.get("upid") instanceof String upid ? of(upid, !entry.containsKey("endtime")) : Optional.empty();
    }

    static Optional<Task> of(String upid, boolean running) {
        Matcher matcher = UPID.matcher(upid);
        return matcher.matches()
                ? Optional.of(new Task(
                        matcher.group(1),
                        Instant.ofEpochSecond(Long.parseLong(matcher.group(2), 16)),
                        matcher.group(3),
                        matcher.group(4),
                        matcher.group(5),
                        running))
                : Optional.empty();
    }
}
