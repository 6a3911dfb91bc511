package io.selfheal.standalone.train;

import io.selfheal.node.LogFiles;
import io.selfheal.schemas.codec.DecodeException;
import io.selfheal.schemas.event.SecurityEvent;
import io.selfheal.schemas.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Event files: one security event a line, in the form of the events topic. */
final class JsonEvents {
    private JsonEvents() {}

    /**
     * Gives each event on.
     *
     * @throws IOException if the file cannot be read, or a line is no event; the message names the line
     */
    static void read(Path file, Consumer<SecurityEvent> to) throws IOException {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(LogFiles.open(file), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                try {
                    to.accept(Topics.EVENTS.codec().decode(line.getBytes(StandardCharsets.UTF_8)));
                } catch (DecodeException e) {
                    throw new IOException(file + ":" + number + ": " + e.getMessage(), e);
                }
            }
        }
    }
}
