package io.selfheal.node.doctor;

import java.nio.file.Files;
import java.nio.file.Path;

/** Who keeps the clock. */
final class TimeService {
    /** Made by systemd in a container, see os-release(5) and systemd-detect-virt(1). */
    private static final Path CONTAINER = Path.of("/run/systemd/container");

    private TimeService() {}

    /** What to do where nobody does. A container has its host's clock, and cannot set it. */
    static String advice() {
        return advice(CONTAINER);
    }

    static String advice(Path container) {
        return Files.exists(container)
                ? "this is a container: on its host, timedatectl set-ntp true, or install chrony"
                : "timedatectl set-ntp true, or install chrony";
    }
}
