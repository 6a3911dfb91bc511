package io.selfheal.responder.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process may do on this machine. */
public final class OwnRights {
    private OwnRights() {}

    /** Whether it runs as root. */
    public static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            return false;
        }
    }
}
