package io.selfheal.responder.check;

import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What dnf would upgrade, on the RHEL family (HLT-07). Asked of what dnf has fetched already ({@code --cacheonly}), without
 * root and without its lock; which updates mend a security fault is said by the repositories' own advisories. The form is
 * {@code dnf repoquery}'s of dnf 4 and dnf 5.
 */
public final class DnfPackages implements PackageManager {
    private static final int MOST_LINES = 50_000;
    private static final int QUOTED = 300;
    private static final String FORMAT = "%{name}|%{arch}|%{evr}\n";
    /** A repository of which dnf has fetched nothing yet is an error, not one without upgrades. */
    private static final String STRICT = "--setopt=*.skip_if_unavailable=0";

    private static final List<String> UPGRADES = List.of("--upgrades", "--latest-limit=1");

    private final ExternalProgram dnf;
    private final List<Path> caches;
    private final Path locks;
    private final InstantSource clock;

    /**
     * @param caches where dnf keeps what it fetched, {@code /var/cache/dnf} and dnf 5's {@code /var/cache/libdnf5}
     * @param locks where its plugin versionlock keeps what is held, {@code /etc/dnf/plugins/versionlock.list}
     */
    public DnfPackages(ExternalProgram dnf, List<Path> caches, Path locks, InstantSource clock) {
        this.dnf = dnf;
        this.caches = List.copyOf(caches);
        this.locks = locks;
        this.clock = clock;
    }

    /** One package, of which several versions may be installed. */
    private record Name(String name, String architecture) {}

    @Override
    public Finding look(boolean refresh) {
        if (!Files.isExecutable(Path.of(dnf.command().getFirst()))) {
            return new Finding.NotHere(CHECK, "no dnf here");
        }
        try {
            List<String> hints = new ArrayList<>();
            if (refresh) {
                refresh(hints);
            }
            Map<Name, String> upgrades = upgrades(hints);
            held(hints);
            age(hints);
            return Upgrade.found(upgrades.isEmpty() ? List.of() : described(upgrades), hints);
        } catch (IOException e) {
            return new Finding.Failed(CHECK, String.valueOf(e.getMessage()));
        }
    }

    private void refresh(List<String> hints) throws IOException {
        ExternalProgram.Run<String> run =
                dnf.run(List.of("--quiet", "makecache", "--refresh"), ExternalProgram.Input.NONE);
        if (!run.succeeded()) {
            hints.add("the lists were not refreshed: " + quoted(run.errors()));
        }
    }

    /** Of all repositories; of those that can be looked at, with a hint, if some cannot and the others have upgrades. */
    private Map<Name, String> upgrades(List<String> hints) throws IOException {
        ExternalProgram.Run<Map<Name, String>> strict = run(UPGRADES, List.of(STRICT));
        if (strict.succeeded()) {
            return strict.output();
        }
        ExternalProgram.Run<Map<Name, String>> some = run(UPGRADES, List.of());
        if (!some.succeeded() || some.output().isEmpty()) {
            throw failed(strict);
        }
        hints.add("not all repositories were looked at: " + quoted(strict.errors()));
        return some.output();
    }

    private List<Upgrade> described(Map<Name, String> upgrades) throws IOException {
        Set<Name> security = query(List.of("--upgrades", "--security")).keySet();
        Map<Name, String> installed = query(List.of("--installed"));
        List<Upgrade> described = new ArrayList<>();
        upgrades.forEach((name, version) -> described.add(
                new Upgrade(name.name(), installed.getOrDefault(name, ""), version, security.contains(name))));
        return described;
    }

    /** Newest version by package, of what can be looked at. */
    private Map<Name, String> query(List<String> which) throws IOException {
        ExternalProgram.Run<Map<Name, String>> run = run(which, List.of());
        if (!run.succeeded()) {
            throw failed(run);
        }
        return run.output();
    }

    private ExternalProgram.Run<Map<Name, String>> run(List<String> which, List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--quiet", "--cacheonly"));
        arguments.addAll(options);
        arguments.add("repoquery");
        arguments.addAll(which);
        arguments.addAll(List.of("--queryformat", FORMAT));
        return dnf.run(arguments, ExternalProgram.Input.NONE, DnfPackages::packages);
    }

    private static IOException failed(ExternalProgram.Run<?> run) {
        return new IOException("dnf: " + quoted(run.errors()));
    }

    /** Lines in no known form are none; dnf sorts versions of one package upwards. */
    private static Map<Name, String> packages(InputStream in) throws IOException {
        Map<Name, String> packages = new LinkedHashMap<>();
        Answers.eachLine(in, MOST_LINES, line -> {
            String[] parts = line.split("\\|", -1);
            if (parts.length == 3 && Stream.of(parts).noneMatch(String::isBlank)) {
                packages.put(new Name(parts[0], parts[1]), parts[2]);
            }
        });
        return packages;
    }

    private void held(List<String> hints) throws IOException {
        if (!Files.isReadable(locks)) {
            return;
        }
        try (Stream<String> lines = Files.lines(locks)) {
            hints.addAll(PackageHints.held(lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("!"))));
        }
    }

    /** By repomd.xml, which dnf stamps when it has asked whether there is a newer one. */
    private void age(List<String> hints) throws IOException {
        List<Path> indexes = new ArrayList<>();
        for (Path cache : caches) {
            if (Files.isReadable(cache)) {
                try (DirectoryStream<Path> repositories = Files.newDirectoryStream(cache)) {
                    for (Path repository : repositories) {
                        Path index = repository.resolve("repodata/repomd.xml");
                        if (Files.isReadable(index)) {
                            indexes.add(index);
                        }
                    }
                }
            }
        }
        if (!indexes.isEmpty()) {
            hints.addAll(PackageHints.age(PackageHints.newest(indexes), clock.instant(), "dnf makecache"));
        }
    }

    /** What dnf 4 calls an error, behind Python's warnings; dnf 5 ends with it. */
    private static String quoted(String errors) {
        List<String> lines = errors.strip().lines().toList();
        String last = lines.isEmpty() ? "no message" : lines.getLast();
        return Excerpt.of(
                lines.stream()
                        .filter(line -> line.startsWith("Error"))
                        .findFirst()
                        .orElse(last),
                QUOTED);
    }
}
