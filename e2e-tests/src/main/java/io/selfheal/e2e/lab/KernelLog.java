package io.selfheal.e2e.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kernel's log lines of firewall rules inside the laboratory's namespaces. The kernel writes such lines only for
 * the host's own namespace unless {@code net.netfilter.nf_log_all_netns} is set; this sets it while open and puts the
 * former value back. The log is the whole machine's, so a rule's {@code log prefix} must be {@link #prefix()}.
 */
public final class KernelLog implements AutoCloseable {
    private static final Path SWITCH = Path.of("/proc/sys/net/netfilter/nf_log_all_netns");
    private static final String FORMER = "nf_log_all_netns.former";

    private final LabRun run;

    private KernelLog(LabRun run) {
        this.run = run;
    }

    /** Turns logging in namespaces on until the last lab that asked for it closes. */
    public static KernelLog open(LabRun run) {
        try {
            run.write(FORMER, formerOfAnother(run.directory()).orElse(Files.readString(SWITCH)));
            Files.writeString(SWITCH, "1");
        } catch (IOException e) {
            throw new LabException("cannot set " + SWITCH, e);
        }
        return run.own(new KernelLog(run));
    }

    /** Whether this kernel can log from namespaces and lets us read it. */
    static boolean possible() {
        return Files.isWritable(SWITCH)
                && Program.run(List.of("dmesg", "--version"), Duration.ofSeconds(5))
                        .ok();
    }

    /** What log rules of this lab put before their lines, e.g. {@code "[sh01234567 DROP] "}. */
    public String prefix() {
        return "[" + run.name() + " DROP] ";
    }

    /** This lab's lines so far, as {@code dmesg} prints them without a time, oldest first. */
    public List<String> lines() {
        return Program.run(List.of("dmesg", "--notime", "--kernel"), Duration.ofSeconds(10)).orThrow().lines().stream()
                .filter(line -> line.startsWith(prefix()))
                .toList();
    }

    /** The same lines with the kernel's own stamp before them: {@code "[  520.150342] [sh01234567 DROP] IN=…"}. */
    public List<String> stampedLines() {
        return Program.run(List.of("dmesg", "--kernel"), Duration.ofSeconds(10)).orThrow().lines().stream()
                .filter(line -> line.contains("] " + prefix()))
                .toList();
    }

    @Override
    public void close() {
        restore(run.directory());
    }

    static void restore(Path directory) {
        Path former = directory.resolve(FORMER);
        if (!Files.exists(former)) {
            return;
        }
        try {
            String value = Files.readString(former);
            Files.delete(former);
            if (formerOfAnother(directory).isEmpty()) {
                Files.writeString(SWITCH, value);
            }
        } catch (IOException e) {
            throw new LabException("cannot put " + SWITCH + " back", e);
        }
    }

    /** The value before any lab came, when another lab has the log open too. */
    private static Optional<String> formerOfAnother(Path directory) throws IOException {
        try (Stream<Path> runs = Files.list(LabRun.RUNS)) {
            Optional<Path> file = runs.filter(run -> !run.equals(directory))
                    .map(run -> run.resolve(FORMER))
                    .filter(Files::exists)
                    .findAny();
            return file.isPresent() ? Optional.of(Files.readString(file.get())) : Optional.empty();
        }
    }
}
