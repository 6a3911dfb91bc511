package io.selfheal.responder.scan;

import io.selfheal.host.libc.HeldPath;
import io.selfheal.responder.order.Performer;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.outcome.Detail.FileReport;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Has a file looked at by ClamAV: exit status 0 is clean, 1 is infected, anything else is an error (clamscan(1)). The
 * file's SHA-256 is taken in any case, so that VirusTotal can be asked about a file that no scanner here looked at; such
 * a file is reported as not scanned, and never as clean; nor is one that changed meanwhile, or that ClamAV would have
 * left out for its size, which it calls clean.
 */
public final class FileChecks implements Performer {
    private static final int CLEAN = 0;
    private static final int INFECTED = 1;
    private static final int MAX_SIGNATURES = 16;
    private static final int MAX_MIB = 2047;
    /** ClamAV itself looks no further into a file. */
    private static final long MAX_BYTES = (long) MAX_MIB << 20;
    /** MaxFileSize of clamd.conf(5) as packaged: larger files are passed over, and called clean. */
    private static final long PASSED_OVER = 25L << 20;

    private static final String TOO_LARGE = "it is larger than " + MAX_MIB + " MiB, which no scanner reads whole";

    private static final String NOT_SCANNED = "not scanned: no malware scanner is installed here (scan.clamav);"
            + " only its SHA-256 was taken, which VirusTotal is asked about where the enrichment service has a key";

    private final List<Path> scanners;
    private final Duration limit;
    private final MimeType types;

    /**
     * @param scanners clamdscan and clamscan; the first that is there and answers is believed
     * @param file the program that tells a file's type
     */
    public FileChecks(List<Path> scanners, Path file, Duration limit) {
        this.scanners = List.copyOf(scanners);
        this.types = new MimeType(file);
        this.limit = limit;
    }

    @Override
    public Optional<String> objection(NodeAct act) {
        Path file = Path.of(act.target()).normalize();
        if (isPseudo(file) || isPseudo(real(file))) {
            return Optional.of(act.target() + " is no file on a disk");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(act.target()
                    + (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                            ? " is no regular file"
                            : " does not exist, or may not be read"));
        }
        return Optional.empty();
    }

    private static boolean isPseudo(Path file) {
        return Stream.of("/proc", "/sys", "/dev").anyMatch(file::startsWith);
    }

    /** A folder on the way may be a link to where reading never ends. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file;
        }
    }

    /** In the order in which they are asked: clamscan can be told to look at a large file, the daemon cannot. */
    private List<Path> scanners(long size) {
        List<Path> there = scanners.stream().filter(Files::isExecutable).toList();
        List<Path> able = there.stream()
                .filter(scanner -> size <= PASSED_OVER || !isDaemons(scanner))
                .toList();
        return able.isEmpty() ? there : able;
    }

    private static boolean isDaemons(Path scanner) {
        return scanner.endsWith("clamdscan");
    }

    @Override
    public Result perform(Task task) {
        Path file = Path.of(task.act().target()).normalize();
        // It was looked at when the order came; since then it may have become a pipe.
        Optional<String> objection = objection(task.act());
        if (objection.isPresent()) {
            return Result.failed(objection.get());
        }
        try {
            State before = State.of(file);
            if (before.size() > MAX_BYTES) {
                return Result.refused(TOO_LARGE);
            }
            String hash = sha256(file);
            List<Path> there = scanners(before.size());
            Result result = there.isEmpty()
                    ? new Result(Status.APPLIED, NOT_SCANNED, null, FileReport.hashOnly(file.toString(), hash))
                    : scan(there, file, before, hash);
            return typed(result, types.of(file));
        } catch (IOException e) {
            return Result.failed(String.valueOf(e.getMessage()));
        }
    }

    private static Result typed(Result result, String type) {
        return result.detail() instanceof FileReport report
                ? new Result(result.status(), result.reason(), result.until(), report.ofType(type))
                : result;
    }

    /** By what a file that was written to, or another one in its place, is told apart: nobody can set back a ctime. */
    private record State(long size, Map<String, Object> attributes) {
        static State of(Path file) throws IOException {
            Map<String, Object> all = Files.readAttributes(file, "unix:dev,ino,ctime,size", LinkOption.NOFOLLOW_LINKS);
            return new State(((Number) all.get("size")).longValue(), all);
        }

        boolean isStillThatOf(Path file) {
            try {
                return equals(of(file));
            } catch (IOException e) {
                return false;
            }
        }
    }

    private List<String> options(Path scanner, long size) {
        List<String> options = new ArrayList<>(List.of("--no-summary", "--stdout"));
        if (isDaemons(scanner)) {
            // The daemon is another user: it is given the open file.
            options.add("--fdpass");
        } else if (size > PASSED_OVER) {
            options.addAll(List.of(
                    "--max-filesize=" + MAX_MIB + "M",
                    "--max-scansize=" + MAX_MIB + "M",
                    "--max-scantime=" + limit.toMillis()));
        }
        options.add("--");
        return options;
    }

    /** The next one is asked where one fails: a clamd that is down or hangs leaves clamscan. */
    private Result scan(List<Path> there, Path file, State before, String hash) {
        List<String> failures = new ArrayList<>();
        for (Path scanner : there) {
            try {
                return scan(scanner, file, before, hash);
            } catch (IOException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        return notScanned(String.join("; ", failures), file, hash);
    }

    /** @throws IOException if the scanner fails */
    private Result scan(Path scanner, Path file, State before, String hash) throws IOException {
        ExternalProgram program = new ExternalProgram(List.of(scanner.toString()), limit);
        List<String> arguments = options(scanner, before.size());
        arguments.add(file.toString());
        var run = program.run(arguments, Input.NONE);
        if (run.exit() != CLEAN && run.exit() != INFECTED) {
            String said = (run.errors() + "\n" + run.output())
                    .lines()
                    .filter(line -> !line.isBlank())
                    .findFirst()
                    .orElse("no message");
            throw new IOException(
                    scanner.getFileName() + " ended with status " + run.exit() + ": " + Excerpt.of(said, 300));
        }
        boolean infected = run.exit() == INFECTED;
        boolean changed = !before.isStillThatOf(file);
        if (!infected && changed) {
            return notScanned("the file changed while it was looked at", file, hash);
        }
        if (!infected && before.size() > PASSED_OVER && isDaemons(scanner)) {
            return notScanned(
                    "clamd passes over files of more than 25 MiB (MaxFileSize, if not changed) and calls them"
                            + " clean; where clamscan is installed, it is asked instead",
                    file,
                    hash);
        }
        List<String> signatures = signatures(run.output());
        return new Result(
                Status.APPLIED,
                infected ? words(signatures, changed) : "",
                null,
                new FileReport(file.toString(), engine(program), infected, signatures, hash));
    }

    private static String words(List<String> signatures, boolean changed) {
        String infected = "infected: " + String.join(", ", signatures);
        return changed ? infected + "; the file changed meanwhile: the hash may be of another content" : infected;
    }

    private static Result notScanned(String failure, Path file, String hash) {
        return new Result(Status.FAILED, failure, null, FileReport.hashOnly(file.toString(), hash));
    }

    /** {@code PATH: Signature FOUND}; the path may hold colons. */
    private static List<String> signatures(String output) {
        return output.lines()
                .filter(line -> line.endsWith(" FOUND"))
                .map(line -> line.substring(line.lastIndexOf(": ") + 2, line.length() - " FOUND".length()))
                .map(name -> Excerpt.of(name, 200))
                .limit(MAX_SIGNATURES)
                .toList();
    }

    private static String engine(ExternalProgram program) throws IOException {
        String version = program.run(List.of("--version"), Input.NONE).output();
        return Excerpt.of(version.lines().findFirst().orElse("ClamAV"), 100);
    }

    /** Held first: a pipe, or a link to where reading never ends, may have taken the file's place this very moment. */
    static String sha256(Path file) throws IOException {
        try (HeldPath held = HeldPath.of(file)) {
            if (!Files.isRegularFile(held.path()) || isPseudo(held.path().toRealPath())) {
                throw new IOException(file + " is no regular file of a disk any more");
            }
            return sha256Held(held.path());
        }
    }

    private static String sha256Held(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[64 * 1024];
            long left = MAX_BYTES;
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                left -= read;
                if (left < 0) {
                    // Somebody writes to it as fast as it is read.
                    throw new IOException(TOO_LARGE);
                }
                digest.update(block, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
