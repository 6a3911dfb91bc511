package io.selfheal.responder.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a program that is started from here may make raw sockets: {@code CAP_NET_RAW}, capabilities(7). */
final class RawSockets {
    static final Path STATUS = Path.of("/proc/self/status");

    private static final int CAP_NET_RAW = 13;

    private RawSockets() {}

    /** @param status of a process, as proc(5) has it; what cannot be read gives no right */
    static boolean allowed(Path status) {
        try {
            boolean root = false;
            long effective = 0;
            long ambient = 0;
            for (String line : Files.readAllLines(status)) {
                String[] words = line.split("[:\\s]+", 4);
                switch (words[0]) {
                    case "Uid" -> root = words[2].equals("0");
                    case "CapEff" -> effective = Long.parseUnsignedLong(words[1], 16);
                    case "CapAmb" -> ambient = Long.parseUnsignedLong(words[1], 16);
                    default -> {}
                }
            }
            // What root may do its children may; of anybody else they inherit the ambient ones alone.
            return ((root ? effective : ambient) >> CAP_NET_RAW & 1) == 1;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
