package io.selfheal.responder.check;

import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What apt would upgrade. Asked without a lock and without root ({@code apt-get --simulate}), so that it never disturbs
 * an upgrade that is going on; refreshing the lists is left to apt's own timer unless it is asked for.
 */
public final class AptPackages implements PackageManager {
    private static final int MOST_LINES = 50_000;
    private static final int QUOTED = 300;

    private final ExternalProgram aptGet;
    private final ExternalProgram aptMark;
    private final Path lists;
    private final InstantSource clock;

    /** @param lists where apt keeps what it fetched, {@code /var/lib/apt/lists} */
    public AptPackages(ExternalProgram aptGet, ExternalProgram aptMark, Path lists, InstantSource clock) {
        this.aptGet = aptGet;
        this.aptMark = aptMark;
        this.lists = lists;
        this.clock = clock;
    }

    @Override
    public Finding look(boolean refresh) {
        try {
            List<String> hints = new ArrayList<>();
            if (refresh) {
                refresh(hints);
            }
            ExternalProgram.Run<List<Upgrade>> run = aptGet.run(
                    List.of(
                            "--simulate",
                            "-o",
                            "Debug::NoLocking=1",
                            "-o",
                            "APT::Get::Show-User-Simulation-Note=0",
                            "--quiet=2",
                            "dist-upgrade"),
                    ExternalProgram.Input.NONE,
                    AptPackages::upgrades);
            if (!run.succeeded()) {
                return new Finding.Failed(CHECK, "apt-get: " + quoted(run.errors()));
            }
            held(hints);
            age(hints);
            return Upgrade.found(run.output(), hints);
        } catch (IOException e) {
            return Files.isExecutable(Path.of(aptGet.command().getFirst()))
                    ? new Finding.Failed(CHECK, String.valueOf(e.getMessage()))
                    : new Finding.NotHere(CHECK, "no apt-get here");
        }
    }

    private void refresh(List<String> hints) throws IOException {
        ExternalProgram.Run<String> run =
                aptGet.run(List.of("--quiet=2", "-o", "DPkg::Lock::Timeout=60", "update"), ExternalProgram.Input.NONE);
        if (!run.succeeded() || run.errors().contains("E: ") || run.errors().contains("W: ")) {
            boolean locked = run.errors().contains("Could not get lock");
            hints.add(
                    locked
                            ? "the lists were not refreshed: another process holds apt's lock"
                            : "the lists were not all refreshed: " + quoted(run.errors()));
        }
    }

    private void held(List<String> hints) throws IOException {
        ExternalProgram.Run<String> held = aptMark.run(List.of("showhold"), ExternalProgram.Input.NONE);
        if (held.succeeded()) {
            hints.addAll(PackageHints.held(held.output().lines().filter(name -> !name.isBlank())));
        }
    }

    private void age(List<String> hints) throws IOException {
        if (!Files.isDirectory(lists)) {
            hints.add("there are no package lists yet: run apt-get update");
            return;
        }
        Instant newest;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(lists)) {
            newest = PackageHints.newest(files);
        }
        hints.addAll(
                newest.equals(Instant.EPOCH)
                        ? List.of("there are no package lists yet: run apt-get update")
                        : PackageHints.age(newest, clock.instant(), "apt-get update"));
    }

    private static List<Upgrade> upgrades(InputStream in) throws IOException {
        List<Upgrade> upgrades = new ArrayList<>();
        Answers.eachLine(in, MOST_LINES, line -> AptUpgrade.parse(line).ifPresent(upgrades::add));
        return upgrades;
    }

    private static String quoted(String errors) {
        return Excerpt.of(errors.strip().lines().findFirst().orElse("no message"), QUOTED);
    }
}
