package io.selfheal.schemas.vitals;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the host does. Percentages have one digit after the point; rates are means since the sample before.
 *
 * @param uptimeSeconds since the kernel started
 * @param cpus how many processors
 * @param cpuPercent of all processors together, in use
 * @param load run queue over 1, 5 and 15 minutes
 * @param pressure stalls of {@code cpu}, {@code memory}, {@code io}; without those that the kernel does not measure
 * @param temperatures what sensors say
 * @param connections TCP sockets by state, e.g. {@code established}
 * @param topProcesses most CPU and most memory; at most ten
 */
public record HostVitals(
        long uptimeSeconds,
        int cpus,
        double cpuPercent,
        Load load,
        Memory memory,
        Map<String, Pressure> pressure,
        List<Disk> disks,
        List<NetworkInterface> network,
        List<Temperature> temperatures,
        Map<String, Integer> connections,
        List<BusyProcess> topProcesses) {
    public HostVitals {
        pressure = Map.copyOf(pressure);
        disks = List.copyOf(disks);
        network = List.copyOf(network);
        temperatures = List.copyOf(temperatures);
        connections = Map.copyOf(connections);
        topProcesses = List.copyOf(topProcesses);
    }

    /** Load averages. */
    public record Load(double one, double five, double fifteen) {}

    /** Bytes. Used is what cannot be had: total minus available. */
    public record Memory(long total, long available, long swapTotal, long swapFree) {
        public double usedPercent() {
            return percent(total - available, total);
        }

        public double swapUsedPercent() {
            return percent(swapTotal - swapFree, swapTotal);
        }
    }

    /**
     * Share of time in which tasks stood still for want of it, in percent (Linux, pressure stall information).
     *
     * @param some10 some tasks, over 10 s
     * @param some60 some tasks, over 60 s
     * @param full10 all tasks, over 10 s; 0 where the kernel does not tell
     */
    public record Pressure(double some10, double some60, double full10) {}

    /**
     * One mounted file system.
     *
     * @param available bytes that others than root can have
     * @param inodes how many there are; 0 when it has no bound
     * @param fullInHours at the speed at which it fills now; null when it does not
     */
    public record Disk(
            String mount,
            String device,
            String type,
            long total,
            long available,
            long inodes,
            long inodesFree,
            @Nullable Double fullInHours) {
        /** Of what others than root can have, as df(1) shows it. */
        public double usedPercent() {
            return percent(total - available, total);
        }

        public double inodesUsedPercent() {
            return percent(inodes - inodesFree, inodes);
        }
    }

    /** One interface; bytes and packets a second. */
    public record NetworkInterface(
            String name,
            double bytesIn,
            double bytesOut,
            double packetsIn,
            double packetsOut,
            long errors,
            long drops) {}

    /** One sensor. */
    public record Temperature(String sensor, double celsius) {}

    /**
     * One process.
     *
     * @param name as the kernel has it, 15 bytes; hostile text
     * @param cpuPercent of one processor
     * @param memory resident bytes
     */
    public record BusyProcess(int pid, String name, double cpuPercent, long memory) {}

    private static double percent(long part, long whole) {
        return whole <= 0 ? 0 : Math.round(1000.0 * part / whole) / 10.0;
    }
}
