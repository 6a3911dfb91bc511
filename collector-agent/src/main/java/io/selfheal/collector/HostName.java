package io.selfheal.collector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This machine's name. */
final class HostName {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** As the kernel knows it: no name service is asked, which may be down or slow. */
    static String ofMachine() {
        try {
            String name = Files.readString(KERNEL).strip();
            return name.isEmpty() ? "localhost" : name;
        } catch (IOException e) {
            return "localhost";
        }
    }
}
