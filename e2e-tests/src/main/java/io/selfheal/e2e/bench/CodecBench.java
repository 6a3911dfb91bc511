package io.selfheal.e2e.bench;

import io.selfheal.schemas.codec.Codecs;
import io.selfheal.schemas.codec.DecodeException;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many security events one CPU second writes and reads; half of them from sshd, half from an access log. */
public final class CodecBench {
    private static final int EVENTS = 10_000;
    private static final int ROUNDS = 6;
    private static final long ROUND_NANOS = 500_000_000L;

    /**
     * What was measured, the best of {@value #ROUNDS} rounds of half a CPU second.
     *
     * @param written events written a CPU second
     * @param read events read a CPU second
     * @param bytes mean size of a written event
     */
    public record Figures(long written, long read, int bytes) {}

    private CodecBench() {}

    /** Measures on the calling thread, six CPU seconds in all. */
    public static Figures measure() {
        List<SecurityEvent> events = events();
        List<byte[]> records =
                events.stream().map(Codecs.SECURITY_EVENT::encode).toList();
        long size = records.stream().mapToLong(bytes -> bytes.length).sum();
        long written = eventsPerCpuSecond(() -> {
            for (SecurityEvent event : events) {
                requireNotEmpty(Codecs.SECURITY_EVENT.encode(event).length);
            }
        });
        long read = eventsPerCpuSecond(() -> {
            for (byte[] bytes : records) {
                requireNotEmpty(Codecs.SECURITY_EVENT.decode(bytes).id().length());
            }
        });
        return new Figures(written, read, (int) (size / EVENTS));
    }

    /** One pass over all events. */
    private interface Pass {
        void run() throws DecodeException;
    }

    private static long eventsPerCpuSecond(Pass pass) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            long events = 0;
            long used = 0;
            while (used < ROUND_NANOS) {
                runOnce(pass);
                events += EVENTS;
                used = threads.getCurrentThreadCpuTime() - start;
            }
            best = Math.max(best, events * 1e9 / used);
        }
        return (long) best;
    }

    private static void runOnce(Pass pass) {
        try {
            pass.run();
        } catch (DecodeException e) {
            throw new IllegalStateException("what was written cannot be read", e);
        }
    }

    /** Uses the result, so that the compiler cannot leave the work out. */
    private static void requireNotEmpty(int length) {
        if (length == 0) {
            throw new IllegalStateException("an event is empty");
        }
    }

    private static List<SecurityEvent> events() {
        List<SecurityEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(i % 2 == 0 ? login(i) : request(i));
        }
        return events;
    }

    private static SecurityEvent login(int i) {
        Origin origin = origin(i, "sshd", "sshd", "/var/log/auth.log");
        return new Authentication(
                origin, EventAction.LOGIN, EventOutcome.FAILURE, "ssh", "admin" + i, true, "password", null);
    }

    private static SecurityEvent request(int i) {
        Origin origin = origin(i, "nginx-access", null, "/var/log/nginx/access.log");
        String agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/119.0 Safari/537.36";
        return new HttpRequest(
                origin, "GET", "/wp-content/readme.txt?id=" + i, "1.1", 404, 153L + i, null, agent, null, null);
    }

    private static Origin origin(int i, String dataset, @Nullable String process, String path) {
        return new Origin(
                "5f0c8a3e9d2b" + i,
                Instant.ofEpochMilli(1_795_299_525_123L + i * 137L),
                "web-" + i % 7,
                dataset,
                IpAddress.ofIpv4(0xCB00_7100 + i),
                50_122,
                null,
                1,
                process,
                process == null ? 0 : 4000 + i,
                new LogPosition(path, i * 120L),
                null);
    }
}
