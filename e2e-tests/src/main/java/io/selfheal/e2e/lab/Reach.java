package io.selfheal.e2e.lab;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What a TCP connection to a port meets. */
public enum Reach {
    /** Somebody accepted. */
    OPEN,
    /** A reset came back: nobody listens there, or a firewall rejects. */
    REFUSED,
    /** Nothing came back within the limit: the packets are dropped. */
    TIMED_OUT,
    /** There is no way to the address, or an ICMP error came back. */
    UNREACHABLE;

    /** Connects from inside a place with nmap's ncat and hangs up. */
    public static Reach from(Place place, String address, int port, Duration limit) {
        String wait = limit.toMillis() + "ms";
        List<String> argv = List.of("ncat", "-v", "-n", "-z", "-w", wait, address, Integer.toString(port));
        Finished finished = place.run(argv, limit.plusSeconds(10));
        return read(finished);
    }

    private static Reach read(Finished finished) {
        String said = finished.output().toLowerCase(Locale.ROOT);
        if (finished.ok() && said.contains("connected to")) {
            return OPEN;
        }
        if (said.contains("connection refused")) {
            return REFUSED;
        }
        if (said.contains("timeout") || said.contains("timed out")) {
            return TIMED_OUT;
        }
        if (said.contains("unreachable") || said.contains("no route")) {
            return UNREACHABLE;
        }
        throw new LabException("ncat said something new: " + finished);
    }
}
