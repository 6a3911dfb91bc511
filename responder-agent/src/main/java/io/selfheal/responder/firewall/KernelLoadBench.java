package io.selfheal.responder.firewall;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.net.IpAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Measures how fast a firewall takes blocks (budgets: 100,000 in one second, one in 15 ms). It uses addresses of
 * 198.18.0.0/15 (RFC 2544, for benchmarks) and of 2001:2::/48, and removes all of ours afterwards, so it belongs into a
 * namespace or container of the caller's own.
 */
public final class KernelLoadBench {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int SINGLE_RUNS = 30;
    private static final int MAX_READS = 20;

    private KernelLoadBench() {}

    /**
     * What was measured.
     *
     * @param elements how many blocks the first load had
     * @param firstLoad one transaction with all of them
     * @param reading listing them all
     * @param single the median of one block more, added to the full set
     */
    public record Result(int elements, Duration firstLoad, Duration reading, Duration single) {}

    /** Runs once; a few seconds at most for 100,000. */
    public static Result run(Firewall firewall, int elements) throws FirewallException {
        firewall.removeAll();
        firewall.apply(new Change(true, Map.of(), Map.of(), Set.of(), null));
        try {
            Map<Cidr, Duration> blocks = HashMap.newHashMap(elements);
            for (int i = 0; i < elements; i++) {
                blocks.put(Cidr.of(IpAddress.ofIpv4(0xC612_0000 + i)), HOUR);
            }
            long started = System.nanoTime();
            firewall.apply(new Change(false, blocks, Map.of(), Set.of(), null));
            long loaded = System.nanoTime();
            int held = firewall.held().remaining().size();
            long read = System.nanoTime();
            // While the kernel's hash table grows after a large load, a listing can miss elements that are there.
            for (int i = 0; i < MAX_READS && held != elements; i++) {
                held = firewall.held().remaining().size();
            }
            if (held != elements) {
                throw new FirewallException("loaded " + elements + " blocks, the firewall holds " + held);
            }
            return new Result(
                    elements, Duration.ofNanos(loaded - started), Duration.ofNanos(read - loaded), single(firewall));
        } finally {
            firewall.removeAll();
        }
    }

    private static Duration single(Firewall firewall) throws FirewallException {
        long[] nanos = new long[SINGLE_RUNS];
        for (int i = 0; i < SINGLE_RUNS; i++) {
            Cidr one = Cidr.of(new IpAddress(0x2001_0002_0000_0000L, i + 1));
            long started = System.nanoTime();
            firewall.apply(new Change(false, Map.of(one, HOUR), Map.of(), Set.of(), null));
            nanos[i] = System.nanoTime() - started;
        }
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[SINGLE_RUNS / 2]);
    }
}
