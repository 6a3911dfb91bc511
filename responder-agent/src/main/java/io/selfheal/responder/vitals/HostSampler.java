package io.selfheal.responder.vitals;

import io.selfheal.responder.vitals.Mounts.Room;
import io.selfheal.schemas.vitals.HostVitals;
import io.selfheal.schemas.vitals.HostVitals.Disk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Looks at the host; rates are means since the look before. */
public final class HostSampler {
    private final Processors processors;
    private final Links links;
    private final Processes processes;
    private final Sensors sensors;
    private final Mounts mounts;
    private final Duration window;
    private final Map<String, Filling> fillings = new HashMap<>();

    /**
     * @param root {@code /}
     * @param window how far back the filling of disks is looked at
     */
    public HostSampler(Path root, Mounts mounts, Duration window) {
        KernelFiles files = new KernelFiles(root);
        this.processors = new Processors(files);
        this.links = new Links(files);
        this.processes = new Processes(files);
        this.sensors = new Sensors(files);
        this.mounts = mounts;
        this.window = window;
    }

    HostVitals sample(Instant now) {
        double used = processors.usedPercent();
        return new HostVitals(
                processors.uptimeSeconds(),
                processors.count(),
                used,
                processors.load(),
                processors.memory(),
                processors.pressure(),
                disks(now),
                links.interfaces(now),
                sensors.temperatures(),
                links.connections(),
                processes.top(now));
    }

    private List<Disk> disks(Instant now) {
        List<Disk> disks = new ArrayList<>();
        List<Room> rooms = mounts.rooms();
        for (Room room : rooms) {
            Filling filling = fillings.computeIfAbsent(room.mount(), mount -> new Filling(window));
            filling.add(now, (double) (room.total() - room.available()));
            OptionalDouble hours = filling.hoursLeft((double) room.available());
            disks.add(new Disk(
                    room.mount(),
                    room.device(),
                    room.type(),
                    room.total(),
                    room.available(),
                    room.inodes(),
                    room.inodesFree(),
                    // A year and more is no forecast.
                    hours.isPresent() && hours.getAsDouble() < 24 * 365
                            ? KernelFiles.rounded(hours.getAsDouble())
                            : null));
        }
        fillings.keySet().retainAll(rooms.stream().map(Room::mount).toList());
        return disks;
    }
}
