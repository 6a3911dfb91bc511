package io.selfheal.responder.config;

import io.selfheal.schemas.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The names that decisions and orders call this node by. */
public record NodeSettings(
        @Setting(doc = "This node's name; by default the host name.")
        Optional<String> name,

        @Setting(doc = "Groups of hosts that it belongs to.")
        List<String> groups) {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    public String nameOrHost() {
        return name.orElseGet(NodeSettings::hostName);
    }

    /** As the kernel knows it, and the collector: a name service may be down, and not know this machine. */
    private static String hostName() {
        try {
            String name = Files.readString(KERNEL).strip();
            return name.isEmpty() ? "localhost" : name;
        } catch (IOException e) {
            return "localhost";
        }
    }
}
