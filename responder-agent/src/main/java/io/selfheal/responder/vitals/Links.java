package io.selfheal.responder.vitals;

import io.selfheal.schemas.vitals.HostVitals.NetworkInterface;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Interfaces and sockets, from /proc/net. */
final class Links {
    private static final int MAX_INTERFACES = 32;
    /** About 27,000 sockets a family; more are not counted. */
    private static final int MAX_SOCKET_BYTES = 4 << 20;

    private static final List<String> STATES = List.of(
            "", // there is no state 0
            "established",
            "syn_sent",
            "syn_recv",
            "fin_wait1",
            "fin_wait2",
            "time_wait",
            "close",
            "close_wait",
            "last_ack",
            "listen",
            "closing",
            "syn_recv");

    private final KernelFiles files;
    private Map<String, long[]> last = Map.of();
    private Instant lastAt = Instant.EPOCH;

    Links(KernelFiles files) {
        this.files = files;
    }

    /** Rates since the call before; those of the first call are 0. Loopback is left out. */
    List<NetworkInterface> interfaces(Instant now) {
        double seconds = Math.max(0.001, Duration.between(lastAt, now).toMillis() / 1000.0);
        Map<String, long[]> current = new HashMap<>();
        List<NetworkInterface> interfaces = new ArrayList<>();
        for (String line : files.lines("proc/net/dev", 1 << 16)) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "lo" : line.substring(0, colon).strip();
            if (name.equals("lo") || interfaces.size() >= MAX_INTERFACES) {
                continue;
            }
            long[] c = numbers(line.substring(colon + 1).strip().split("\\s+"));
            if (c.length >= 12) {
                current.put(name, c);
                interfaces.add(rates(name, c, last.getOrDefault(name, c), seconds));
            }
        }
        last = current;
        lastAt = now;
        return interfaces;
    }

    private static NetworkInterface rates(String name, long[] c, long[] before, double seconds) {
        return new NetworkInterface(
                name,
                rate(c[0], before[0], seconds),
                rate(c[8], before[8], seconds),
                rate(c[1], before[1], seconds),
                rate(c[9], before[9], seconds),
                c[2] + c[10],
                c[3] + c[11]);
    }

    private static double rate(long now, long before, double seconds) {
        return KernelFiles.rounded(Math.max(0, now - before) / seconds);
    }

    private static long[] numbers(String[] fields) {
        long[] numbers = new long[fields.length];
        for (int i = 0; i < fields.length; i++) {
            numbers[i] = KernelFiles.parse(fields[i], 0);
        }
        return numbers;
    }

    /** TCP sockets by state. */
    Map<String, Integer> connections() {
        Map<String, Integer> counts = new TreeMap<>();
        for (String file : List.of("proc/net/tcp", "proc/net/tcp6")) {
            String text = files.text(file, MAX_SOCKET_BYTES);
            for (int end = text.indexOf('\n'), start = end + 1; end >= 0; start = end + 1) {
                end = text.indexOf('\n', start);
                String state = end < 0 ? "" : stateOf(text, start, end);
                if (!state.isEmpty()) {
                    counts.merge(state, 1, Integer::sum);
                }
            }
        }
        return counts;
    }

    /** {@code   0: 0100007F:1F90 00000000:0000 0A …}: the fourth word. */
    private static String stateOf(String text, int start, int end) {
        int at = start;
        for (int word = 0; word < 4; word++) {
            while (at < end && text.charAt(at) == ' ') {
                at++;
            }
            if (word == 3 && at + 2 <= end) {
                long state = parseHex(text.substring(at, at + 2).toLowerCase(Locale.ROOT));
                return state > 0 && state < STATES.size() ? STATES.get((int) state) : "";
            }
            while (at < end && text.charAt(at) != ' ') {
                at++;
            }
        }
        return "";
    }

    private static long parseHex(String digits) {
        try {
            return Long.parseLong(digits, 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
