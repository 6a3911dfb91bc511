package io.selfheal.responder.state;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.selfheal.responder.program.ExternalProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A file system of 64 KiB, so that a disk can be full; gone when the test is done. */
record SmallDisk(Path path) implements AutoCloseable {
    /** Skips the test where nothing can be mounted. */
    static SmallDisk make(Path path) throws IOException {
        Files.createDirectories(path);
        var run = program("mount")
                .run(List.of("-t", "tmpfs", "-o", "size=64k", "small", path.toString()), ExternalProgram.Input.NONE);
        assumeThat(run.succeeded()).as("a mount needs root").isTrue();
        return new SmallDisk(path);
    }

    private static ExternalProgram program(String name) {
        return new ExternalProgram(List.of(name), Duration.ofSeconds(10));
    }

    @Override
    public void close() throws IOException {
        program("umount").run(List.of("-l", path.toString()), ExternalProgram.Input.NONE);
    }
}
