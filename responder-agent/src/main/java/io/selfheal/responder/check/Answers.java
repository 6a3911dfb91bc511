package io.selfheal.responder.check;

import io.selfheal.responder.json.Json;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.schemas.text.Excerpt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What programs answer, as text and as JSON; at most {@value #MOST} bytes. */
final class Answers {
    static final int MOST = 4 << 20;
    private static final int QUOTED = 200;

    private Answers() {}

    /** @throws IOException if it cannot be run, fails, or answers with no JSON object */
    static Map<String, Object> object(ExternalProgram program, List<String> arguments) throws IOException {
        return Json.readObject(text(program, arguments).strip());
    }

    /** @throws IOException if it cannot be run, fails, or says more than {@value #MOST} bytes */
    static String text(ExternalProgram program, List<String> arguments) throws IOException {
        ExternalProgram.Run<String> run = program.run(arguments, ExternalProgram.Input.NONE, Answers::bounded);
        if (!run.succeeded()) {
            throw new IOException(program.command().getFirst() + ": "
                    + Excerpt.of((run.errors() + " " + run.output()).strip(), QUOTED));
        }
        return run.output();
    }

    /** Gives lines away one by one; those beyond the bound are not read. */
    static void eachLine(InputStream in, int most, Consumer<String> taker) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        int count = 0;
        for (String line = lines.readLine(); line != null && count < most; line = lines.readLine()) {
            count++;
            taker.accept(line);
        }
    }

    private static String bounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST + 1);
        if (bytes.length > MOST) {
            throw new IOException("the answer has more than " + MOST + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A part that is an object; empty if it is none. */
    static Map<?, ?> part(Map<?, ?> of, String name) {
        return of.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** A part that is a list; empty if it is none. */
    static List<?> list(Map<?, ?> of, String name) {
        return of.get(name) instanceof List<?> list ? list : List.of();
    }

    static String text(@Nullable Object value) {
        return value == null ? "" : Excerpt.of(value.toString(), QUOTED);
    }
}
