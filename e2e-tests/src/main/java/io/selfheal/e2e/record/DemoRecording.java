package io.selfheal.e2e.record;

import io.selfheal.e2e.lab.KernelLog;
import io.selfheal.e2e.lab.Machine;
import io.selfheal.e2e.lab.NetworkLab;
import io.selfheal.e2e.lab.SshServer;
import io.selfheal.e2e.lab.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Makes the recordings of {@code selfheal demo}: about a hundred seconds of real attacks by real tools on a real sshd,
 * nginx and nft, between ordinary visits. Everyone in it has a documentation address (RFC 5737, RFC 3849). What cannot
 * run in the laboratory is Proxmox: its lines are written through the real syslog in the form its source has them.
 *
 * <p>Run as root: {@code DemoRecording <folder>}; it writes {@code auth.log}, {@code access.log}, {@code kern.log} and
 * {@code daemon.log} there.
 */
public final class DemoRecording {

    private static final List<String> OF_THE_LABORATORY = List.of(
            "Server listening on",
            "kex_exchange_identification: Connection closed by remote host",
            " 127.0.0.1 ",
            " ::1 ",
            "Could not set limit for");

    private DemoRecording() {}

    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        Path folder = Path.of(args[0]);
        try (NetworkLab lab = NetworkLab.open();
                KernelLog kernel = KernelLog.open(lab.run());
                ScheduledExecutorService stage = Executors.newScheduledThreadPool(
                        24, Thread.ofPlatform().name("actor-", 0).factory())) {
            Machine server = lab.server();
            Stage.prepare(server, kernel.prefix());
            SshServer ssh = SshServer.start(server, SshServer.Manner.AS_DEBIAN);
            WebServer web = WebServer.start(server);
            play(new Cast(lab).acts(), stage);
            Files.writeString(folder.resolve("auth.log"), asOnAMachineThatIsUp(ssh.authLog()));
            Files.copy(web.accessLog(), folder.resolve("access.log"), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(
                    folder.resolve("daemon.log"),
                    Files.readString(server.logs().resolve("daemon.log")).replace(" web1 ", " pve1 "));
            Files.write(folder.resolve("kern.log"), KernelLines.asSyslog(kernel));
        }
    }

    private static void play(List<Act> acts, ScheduledExecutorService stage)
            throws InterruptedException, ExecutionException {
        List<Future<?>> running = new ArrayList<>();
        for (Act act : acts) {
            running.add(stage.schedule(act.deed(), act.after().toMillis(), TimeUnit.MILLISECONDS));
        }
        for (Future<?> act : running) {
            act.get();
        }
    }

    /** Without what only the laboratory brings about: the server's start, our look whether it is up, missing rights. */
    private static String asOnAMachineThatIsUp(Path authLog) throws IOException {
        return Files.readAllLines(authLog).stream()
                .filter(line -> OF_THE_LABORATORY.stream().noneMatch(line::contains))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /**
     * What somebody does, and when.
     *
     * @param after since the recording's begin
     */
    record Act(Duration after, Runnable deed) {}
}
