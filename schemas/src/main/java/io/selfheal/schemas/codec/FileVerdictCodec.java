package io.selfheal.schemas.codec;

import io.selfheal.schemas.verdict.FileVerdict;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Verdicts on files: {@code file.hash.sha256}, {@code selfheal.finding}, {@code threat} and {@code told}. */
final class FileVerdictCodec extends DocumentCodec<FileVerdict> {
    @Override
    void write(FileVerdict value, JsonWriter to) throws IOException {
        to.instant("@timestamp", value.time());
        ecsVersion(to);
        to.begin("event").text("kind", "enrichment");
        to.texts("category", List.of("threat", "file")).texts("type", List.of("indicator"));
        to.text("dataset", "selfheal.file-verdict").end();
        to.begin("file").begin("hash").text("sha256", value.sha256()).end().end();
        beginOwn(to, "file-verdict").begin("finding");
        VerdictCodec.writeFinding(value.finding(), to);
        to.end().textUnlessEmpty("threat", value.threat());
        Map<String, String> told = new LinkedHashMap<>();
        value.told().forEach((host, at) -> told.put(host, Timestamps.print(at)));
        to.textMap("told", told).end();
    }

    @Override
    FileVerdict read(Fields document, Fields own) throws DecodeException {
        Map<String, Instant> told = new LinkedHashMap<>();
        own.textMap("told").forEach((host, at) -> told.put(host, Instant.parse(at)));
        return new FileVerdict(
                document.in("file").in("hash").text("sha256"),
                document.instant("@timestamp"),
                VerdictCodec.readFinding(own.in("finding")),
                own.textOrEmpty("threat"),
                told);
    }
}
