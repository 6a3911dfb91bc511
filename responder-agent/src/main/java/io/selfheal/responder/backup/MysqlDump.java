package io.selfheal.responder.backup;

import io.selfheal.schemas.text.Excerpt;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The text of {@code mysqldump} and {@code mariadb-dump}. With {@code --databases} it says itself into which database it
 * goes: loaded as it is, a trial would overwrite the living one.
 */
final class MysqlDump {
    /** As much of a line's beginning as tells what it is. */
    private static final int HEAD = 512;

    private static final Pattern ELSEWHERE = Pattern.compile(
            "\\s*(/\\*[!m0-9 ]*)?\\s*(use|create\\s+(database|schema)|drop\\s+(database|schema))[\\s`].*");

    private MysqlDump() {}

    /** @throws IOException if it speaks of any database but its own */
    static void check(Path dump, String database) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(dump))) {
            copy(in, OutputStream.nullOutputStream(), database);
        }
    }

    /** Copies it without the lines that make or choose its database. */
    static void copy(InputStream in, OutputStream out, String database) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(HEAD);
        boolean more = true;
        while (more) {
            head.reset();
            int next = in.read();
            while (next >= 0 && next != '\n' && head.size() < HEAD) {
                head.write(next);
                next = in.read();
            }
            boolean kept = isKept(head.toString(StandardCharsets.UTF_8), database);
            if (kept) {
                head.writeTo(out);
            }
            while (next >= 0 && next != '\n') {
                if (kept) {
                    out.write(next);
                }
                next = in.read();
            }
            if (kept && next >= 0) {
                out.write(next);
            }
            more = next >= 0;
        }
    }

    private static boolean isKept(String line, String database) throws IOException {
        if (!ELSEWHERE.matcher(line.toLowerCase(Locale.ROOT)).matches()) {
            return true;
        }
        String name = "`" + database + "`";
        boolean own = line.equals("USE " + name + ";")
                || line.matches("CREATE DATABASE (/\\*!32312 IF NOT EXISTS\\*/ )?" + Pattern.quote(name)
                        + "( /\\*!40100 [A-Za-z0-9_ ]*\\*/)?( /\\*!80016 [A-Za-z0-9_ =']*\\*/)?;");
        if (!own) {
            throw new IOException(
                    "the dump speaks of another database than " + database + ": " + Excerpt.of(line, 100));
        }
        return false;
    }
}
