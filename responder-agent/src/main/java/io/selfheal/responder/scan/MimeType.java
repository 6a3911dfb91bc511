package io.selfheal.responder.scan;

import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a file is by its content, whatever its name says (COL-28): by file(1), where that is installed. It follows no link
 * and opens no pipe.
 */
final class MimeType {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Of RFC 6838. */
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");

    private final Path program;

    MimeType(Path program) {
        this.program = program;
    }

    /** Empty where it is not known: a file is looked at for malware without that, too. */
    String of(Path file) {
        if (!Files.isExecutable(program)) {
            return "";
        }
        try {
            ExternalProgram.Run<String> run = new ExternalProgram(List.of(program.toString()), LIMIT)
                    .run(List.of("--brief", "--mime-type", "--no-dereference", "--", file.toString()), Input.NONE);
            String said = run.output().strip();
            return run.succeeded() && NAME.matcher(said).matches() ? said : "";
        } catch (IOException e) {
            return "";
        }
    }
}
