package io.selfheal.e2e.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** How often work fits into a CPU second of one thread. */
final class CpuTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long WARM_UP = 1_500_000_000L;
    private static final long ROUND = 700_000_000L;
    private static final int ROUNDS = 3;

    private CpuTime() {}

    /** Work that does the same each time. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Runs per CPU second: the best of three rounds after a warm-up, so that other programs disturb least. */
    static double perSecond(Work work) throws Exception {
        round(work, WARM_UP);
        double best = 0;
        for (int i = 0; i < ROUNDS; i++) {
            best = Math.max(best, round(work, ROUND));
        }
        return best;
    }

    private static double round(Work work, long nanos) throws Exception {
        long start = THREADS.getCurrentThreadCpuTime();
        long runs = 0;
        long used = 0;
        while (used < nanos) {
            work.run();
            runs++;
            used = THREADS.getCurrentThreadCpuTime() - start;
        }
        return runs * 1e9 / used;
    }
}
