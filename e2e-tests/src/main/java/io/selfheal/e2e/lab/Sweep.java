package io.selfheal.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Removes everything one lab run made, found by the run's name and by the process ids it noted. */
final class Sweep {
    private static final Pattern RUN_NAME = Pattern.compile("sh[0-9a-f]{8}");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Sweep() {}

    /** A process as "pid start-millis": a pid alone may be another process by the time it is read again. */
    static String mark(ProcessHandle process) {
        long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return process.pid() + " " + start;
    }

    /** The marked process, when it still lives. */
    static Optional<ProcessHandle> find(String mark) {
        int space = mark.indexOf(' ');
        return space < 1
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(mark.substring(0, space)))
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> mark(process).equals(mark));
    }

    /** Sweeps each run whose owner is gone. */
    static void crashedRuns() {
        if (!Files.isDirectory(LabRun.RUNS)) {
            return;
        }
        try (Stream<Path> runs = Files.list(LabRun.RUNS)) {
            runs.filter(run -> RUN_NAME.matcher(run.getFileName().toString()).matches())
                    .filter(run -> ownerGone(run))
                    .forEach(Sweep::run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean ownerGone(Path run) {
        try {
            return find(Files.readString(run.resolve("owner")).strip()).isEmpty();
        } catch (NoSuchFileException e) {
            // Just being made, or already half removed: only the second one is old.
            return olderThanAMinute(run);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean olderThanAMinute(Path run) {
        try {
            return Files.getLastModifiedTime(run).toMillis() < System.currentTimeMillis() - 60_000;
        } catch (IOException e) {
            return false;
        }
    }

    /** Containers, then processes, then namespaces, then files: each needs the next one to be still there. */
    static void run(Path directory) {
        String name = directory.getFileName().toString();
        Path socket = directory.resolve(DockerEngine.SOCKET);
        if (Files.exists(socket)) {
            DockerEngine.removeContainers("unix://" + socket, name);
        }
        if (Files.exists(directory.resolve(DockerEngine.USED_SYSTEM_ENGINE))) {
            DockerEngine.removeContainers(DockerEngine.SYSTEM, name);
        }
        KernelLog.restore(directory);
        notedProcesses(directory).forEach(Sweep::end);
        namespaces(name).forEach(Sweep::removeNamespace);
        unmountBelow(directory);
        delete(directory);
    }

    private static List<ProcessHandle> notedProcesses(Path directory) {
        try (Stream<String> marks = Files.lines(directory.resolve("processes"))) {
            return marks.flatMap(mark -> find(mark).stream()).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(5, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> namespaces(String name) {
        return Program.run(List.of("ip", "netns", "list"), LIMIT)
                .output()
                .lines()
                .map(line -> line.replaceFirst(" .*", ""))
                .filter(namespace -> namespace.startsWith(name + "-"))
                .toList();
    }

    private static void removeNamespace(String namespace) {
        Program.run(List.of("ip", "netns", "pids", namespace), LIMIT)
                .output()
                .lines()
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())).stream())
                .forEach(ProcessHandle::destroyForcibly);
        Program.run(List.of("ip", "netns", "delete", namespace), LIMIT);
    }

    /** A container engine that was killed leaves its mounts; deleting through them would delete another's files. */
    private static void unmountBelow(Path directory) {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
            mounts.map(line -> line.split(" ", 3)[1])
                    .filter(target -> target.startsWith(directory + "/"))
                    .toList()
                    .reversed()
                    .forEach(target -> Program.run(List.of("umount", "--lazy", target), LIMIT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new Deleting());
        } catch (NoSuchFileException e) {
            // Another run swept the same remains: that is what was wanted.
        } catch (IOException e) {
            throw new LabException("cannot remove " + directory, e);
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
