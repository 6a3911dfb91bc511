package io.selfheal.responder.account;

import io.selfheal.responder.account.Directory.Account;
import io.selfheal.responder.order.Performer.Result;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Ends all that an account runs: its sessions by logind, and what is left by SIGKILL. */
final class Sessions {
    private static final Path PROC = Path.of("/proc");
    private static final int LOOKS = 25;
    private static final long PAUSE_MILLIS = 200;
    /** For so many looks, logind is left to end them calmly. */
    private static final int CALM = 10;

    private final ExternalProgram loginctl;

    Sessions(ExternalProgram loginctl) {
        this.loginctl = loginctl;
    }

    Result end(Account account) {
        List<Long> before = processes(account.uid());
        String logindSays = terminate(account.name());
        int left = before.size();
        try {
            for (int look = 0; look < LOOKS && left > 0; look++) {
                List<Long> now = processes(account.uid());
                left = now.size();
                if (look >= CALM || !logindSays.isEmpty()) {
                    now.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
                }
                if (left > 0) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.failed("the responder is stopping");
        }
        if (left > 0) {
            return Result.failed(left + " processes of " + account.name() + " cannot be ended");
        }
        return before.isEmpty() && !logindSays.isEmpty()
                ? Result.already("it has no session and no process")
                : Result.applied(before.size() + " processes ended");
    }

    /** What logind says against it, mostly that it knows no session; then what runs is ended one by one. */
    private String terminate(String name) {
        try {
            var run = loginctl.run(List.of("terminate-user", name), Input.NONE);
            return run.succeeded() ? "" : run.errors().lines().findFirst().orElse("no message");
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** By the real user, so that nothing hides behind a set-user-ID program. */
    private static List<Long> processes(int uid) {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                if (belongsTo(entry, uid)) {
                    pids.add(Long.parseLong(String.valueOf(entry.getFileName())));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return pids;
        }
        return pids;
    }

    private static boolean belongsTo(Path process, int uid) {
        try (var lines = Files.lines(process.resolve("status"), StandardCharsets.ISO_8859_1)) {
            List<String> head = lines.limit(12).toList();
            boolean zombie = head.stream().anyMatch(line -> line.startsWith("State:\tZ"));
            return !zombie && head.stream().anyMatch(line -> line.startsWith("Uid:\t" + uid + "\t"));
        } catch (IOException | UncheckedIOException e) {
            // It ended meanwhile.
            return false;
        }
    }
}
