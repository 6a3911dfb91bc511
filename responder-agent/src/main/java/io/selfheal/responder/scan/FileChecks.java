package io.selfheal.responder.scan;

import io.selfheal.responder.order.Performer;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.outcome.Detail.FileReport;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Has a file looked at by ClamAV: exit status 0 is clean, 1 is infected, anything else is an error (clamscan(1)). The
 * file's SHA-256 is taken in any case, so that VirusTotal can be asked about a file that no scanner here looked at; such
 * a file is reported as not scanned, and never as clean.
 */
public final class FileChecks implements Performer {
    private static final int CLEAN = 0;
    private static final int INFECTED = 1;
    private static final int MAX_SIGNATURES = 16;
    /** ClamAV itself looks no further into a file. */
    private static final long MAX_BYTES = 2L << 30;

    private static final String NOT_SCANNED = "not scanned: no malware scanner is installed here (scan.clamav);"
            + " only its SHA-256 was taken, which VirusTotal is asked about where the enrichment service has a key";

    private final List<Path> scanners;
    private final Duration limit;

    /** @param scanners clamdscan and clamscan; the first that is there is asked */
    public FileChecks(List<Path> scanners, Duration limit) {
        this.scanners = List.copyOf(scanners);
        this.limit = limit;
    }

    @Override
    public Optional<String> objection(NodeAct act) {
        Path file = Path.of(act.target()).normalize();
        for (String pseudo : List.of("/proc", "/sys", "/dev")) {
            if (file.startsWith(pseudo)) {
                return Optional.of(act.target() + " is no file on a disk");
            }
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(act.target()
                    + (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                            ? " is no regular file"
                            : " does not exist, or may not be read"));
        }
        return Optional.empty();
    }

    private Optional<Path> scanner() {
        return scanners.stream().filter(Files::isExecutable).findFirst();
    }

    @Override
    public Result perform(Task task) {
        Path file = Path.of(task.act().target()).normalize();
        try {
            if (Files.size(file) > MAX_BYTES) {
                return Result.refused("it is larger than 2 GiB, which no scanner reads whole");
            }
            String hash = sha256(file);
            Optional<Path> scanner = scanner();
            return scanner.isPresent()
                    ? scan(scanner.get(), file, hash)
                    : new Result(Status.APPLIED, NOT_SCANNED, null, FileReport.hashOnly(file.toString(), hash));
        } catch (IOException e) {
            return Result.failed(String.valueOf(e.getMessage()));
        }
    }

    private Result scan(Path scanner, Path file, String hash) {
        try {
            ExternalProgram program = new ExternalProgram(List.of(scanner.toString()), limit);
            List<String> arguments = new ArrayList<>(List.of("--no-summary", "--stdout"));
            if (scanner.endsWith("clamdscan")) {
                // The daemon is another user: it is given the open file.
                arguments.add("--fdpass");
            }
            arguments.add("--");
            arguments.add(file.toString());
            var run = program.run(arguments, Input.NONE);
            if (run.exit() != CLEAN && run.exit() != INFECTED) {
                String said = (run.errors() + "\n" + run.output())
                        .lines()
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .orElse("no message");
                return notScanned(
                        scanner.getFileName() + " ended with status " + run.exit() + ": " + Excerpt.of(said, 300),
                        file,
                        hash);
            }
            List<String> signatures = signatures(run.output());
            boolean infected = run.exit() == INFECTED;
            return new Result(
                    Status.APPLIED,
                    infected ? "infected: " + String.join(", ", signatures) : "",
                    null,
                    new FileReport(file.toString(), engine(program), infected, signatures, hash));
        } catch (IOException e) {
            return notScanned(String.valueOf(e.getMessage()), file, hash);
        }
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

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
