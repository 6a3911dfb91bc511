package io.selfheal.responder.firewall.iptables;

import io.selfheal.responder.firewall.Held;
import io.selfheal.schemas.net.Cidr;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Reads {@code ipset save NAME}: {@code add NAME TARGET timeout SECONDS packets N bytes N}, line by line. */
final class IpsetListing {
    private final Map<Cidr, Duration> remaining = new HashMap<>();
    private final Map<Cidr, Long> packets = new HashMap<>();
    private int foreign;

    Map<Cidr, Duration> remaining() {
        return remaining;
    }

    Map<Cidr, Long> packets() {
        return packets;
    }

    /** Elements that no target of ours could be. */
    int foreign() {
        return foreign;
    }

    /** @return the number of lines read */
    Integer read(InputStream in) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
        int count = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            count++;
            String[] words = line.split(" ", -1);
            if (words.length >= 3 && words[0].equals("add")) {
                element(words);
            }
        }
        return count;
    }

    private void element(String[] words) {
        Cidr target = Cidr.tryParse(words[2]);
        if (target == null) {
            foreign++;
            return;
        }
        long left = number(words, "timeout");
        remaining.put(target, left <= 0 ? Held.WITHOUT_END : Duration.ofSeconds(left));
        long counted = number(words, "packets");
        if (counted > 0) {
            packets.put(target, counted);
        }
    }

    private static long number(String[] words, String name) {
        for (int i = 3; i + 1 < words.length; i++) {
            if (words[i].equals(name) && words[i + 1].matches("[0-9]{1,18}")) {
                return Long.parseLong(words[i + 1]);
            }
        }
        return 0;
    }
}
