package io.selfheal.schemas.codec;

import io.selfheal.schemas.event.Authentication;
import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import io.selfheal.schemas.event.HttpRequest;
import io.selfheal.schemas.event.LogPosition;
import io.selfheal.schemas.event.Origin;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.net.IpAddress;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Events written and read a CPU second, on one thread; run by hand. */
final class CodecBench {
    private static final int EVENTS = 10_000;
    private static final int ROUNDS = 8;
    private static final long ROUND_NANOS = 700_000_000L;

    private CodecBench() {}

    public static void main(String[] args) throws DecodeException {
        System.out.printf(Locale.ROOT, "%-34s %12s %9s %9s%n", "codec", "events/CPU s", "ns", "B alloc");
        for (boolean withMessage : new boolean[] {false, true}) {
            List<SecurityEvent> events = events(withMessage);
            String suffix = withMessage ? ", with the line" : "";
            measure("fast" + suffix, Codecs.SECURITY_EVENT, events);
            measure("jackson" + suffix, new SecurityEventCodec(), events);
        }
    }

    private static void measure(String name, Codec<SecurityEvent> codec, List<SecurityEvent> events)
            throws DecodeException {
        List<byte[]> encoded = events.stream().map(codec::encode).toList();
        double size = encoded.stream().mapToInt(bytes -> bytes.length).average().orElse(0);
        report(name + ": write (" + Math.round(size) + " B)", () -> {
            long sum = 0;
            for (SecurityEvent event : events) {
                sum += codec.encode(event).length;
            }
            return sum;
        });
        report(name + ": read", () -> {
            long sum = 0;
            for (byte[] bytes : encoded) {
                sum += codec.decode(bytes).origin().pid();
            }
            return sum;
        });
    }

    /** One pass over all events. */
    private interface Pass {
        long run() throws DecodeException;
    }

    private static void report(String name, Pass pass) throws DecodeException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        com.sun.management.ThreadMXBean memory = (com.sun.management.ThreadMXBean) threads;
        double best = Double.MAX_VALUE;
        double allocated = 0;
        long guard = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long cpu = threads.getCurrentThreadCpuTime();
            long bytes = memory.getCurrentThreadAllocatedBytes();
            long passes = 0;
            while (threads.getCurrentThreadCpuTime() - cpu < ROUND_NANOS) {
                guard += pass.run();
                passes++;
            }
            best = Math.min(best, (threads.getCurrentThreadCpuTime() - cpu) / (double) (passes * EVENTS));
            allocated = (memory.getCurrentThreadAllocatedBytes() - bytes) / (double) (passes * EVENTS);
        }
        System.out.printf(
                Locale.ROOT,
                "%-34s %,12.0f %9.0f %9.0f%s%n",
                name,
                1e9 / best,
                best,
                allocated,
                guard == 42 ? "!" : "");
    }

    private static List<SecurityEvent> events(boolean withMessage) {
        List<SecurityEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            boolean ssh = i % 2 == 0;
            String line = "Nov 21 22:18:45 web-1 sshd[" + i + "]: Failed password for invalid user admin" + i
                    + " from 203.0.113.7 port 50122 ssh2";
            Origin origin = new Origin(
                    "5f0c8a3e9d2b" + i,
                    Samples.TIME.plusMillis(i * 137L),
                    "web-" + i % 7,
                    ssh ? "sshd" : "nginx-access",
                    IpAddress.ofIpv4(0xCB007100 + i),
                    50_122,
                    null,
                    1,
                    ssh ? "sshd" : null,
                    ssh ? 4000 + i : 0,
                    new LogPosition(ssh ? "/var/log/auth.log" : "/var/log/nginx/access.log", i * 120L),
                    withMessage ? line : null);
            events.add(
                    ssh
                            ? new Authentication(
                                    origin,
                                    EventAction.LOGIN,
                                    EventOutcome.FAILURE,
                                    "ssh",
                                    "admin" + i,
                                    true,
                                    "password",
                                    null)
                            : new HttpRequest(
                                    origin,
                                    "GET",
                                    "/wp-content/plugins/x/readme.txt?id=" + i,
                                    "1.1",
                                    404,
                                    153L + i,
                                    null,
                                    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/119.0 Safari/537.36",
                                    null,
                                    null));
        }
        return events;
    }
}
