package io.selfheal.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * A real remote file system below a folder of the test: sshfs asks an SFTP server of its own, without a network between
 * them. While the server does not answer, whoever asks for anything on it waits, and no signal but SIGKILL ends that.
 */
public final class RemoteMount implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String SERVER = "/usr/lib/openssh/sftp-server";

    private final Path served;
    private final Path mount;
    private final Path serverPid;
    private final Running client;

    private RemoteMount(Path folder) throws IOException {
        served = Files.createDirectory(folder.resolve("served"));
        mount = Files.createDirectory(folder.resolve("mount"));
        serverPid = folder.resolve("server.pid");
        Path server = Files.writeString(
                folder.resolve("server"), "#!/bin/sh\necho $$ > " + serverPid + "\nexec " + SERVER + "\n");
        Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwx------"));
        List<String> argv = List.of(
                "sshfs", "-f", "-o", "cache=no", "-o", "ssh_command=" + server, "nowhere:" + served, mount.toString());
        client = new Running(
                "sshfs", new ProcessBuilder(argv).redirectErrorStream(true).start());
        try {
            Waiting.until("the mount", LIMIT, this::isMounted, client::tail);
        } catch (LabException e) {
            client.close();
            throw e;
        }
    }

    /** Mounts it; it is unmounted by close. */
    public static RemoteMount in(Path folder) {
        try {
            return new RemoteMount(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is mounted. */
    public Path mount() {
        return mount;
    }

    /** The same files on the server, which nobody has to ask for. */
    public Path served() {
        return served;
    }

    /** From now on the server does not answer. */
    public void hang() {
        signal("STOP");
    }

    /** It answers again, also what it was asked meanwhile. */
    public void answer() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            Program.run(
                            List.of(
                                    "kill",
                                    "-" + signal,
                                    Files.readString(serverPid).strip()),
                            LIMIT)
                    .orThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isMounted() {
        try {
            return Files.readString(Path.of("/proc/self/mountinfo")).contains(" " + mount + " ");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        answer();
        Program.run(List.of("umount", "--lazy", mount.toString()), LIMIT).orThrow();
        client.close();
    }
}
