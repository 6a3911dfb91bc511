package io.selfheal.analyzer.model.train;

import io.selfheal.analyzer.yaml.RuleException;
import io.selfheal.analyzer.yaml.YamlSection;
import io.selfheal.schemas.net.IpAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a person resolved an alert: the label of the supervised classifier (ML-10).
 *
 * @param second when it was resolved
 * @param subject the source's address, in its canonical form
 * @param confirmed whether it was an attack; false for a false positive
 */
public record Resolution(int second, String subject, boolean confirmed) {
    private static final int MAX_LINE = 4096;
    private static final int MAX_LINES = 1_000_000;

    /** What somebody wrote to the topic of resolutions. */
    public static Resolution of(io.selfheal.schemas.resolve.Resolution said) {
        return new Resolution(
                TrainingRow.second(said.time()),
                said.subject().toString(),
                said.answer() == io.selfheal.schemas.resolve.Resolution.Answer.CONFIRMED);
    }

    /**
     * Reads resolutions, one JSON object a line: {@code @timestamp}, {@code subject}, {@code resolution}
     * ({@code confirmed} or {@code false-positive}), and if wanted {@code alert} and {@code by}.
     *
     * @param name of the file, for complaints
     * @throws RuleException with the line of the first wrong record
     */
    public static List<Resolution> read(String name, BufferedReader in) throws IOException, RuleException {
        List<Resolution> read = new ArrayList<>();
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            if (line.length() > MAX_LINE || number > MAX_LINES) {
                throw new RuleException(
                        name + ":" + number,
                        "is too long; allowed: lines of " + MAX_LINE + " characters, " + MAX_LINES + " of them");
            }
            read.add(of(YamlSection.read(name + ":" + number, line.getBytes(StandardCharsets.UTF_8))));
        }
        return read;
    }

    private static Resolution of(YamlSection in) throws RuleException {
        IpAddress address = IpAddress.tryParse(in.text("subject"));
        if (address == null) {
            throw in.wrong("subject", "'" + in.text("subject") + "' is no address; allowed: an IP address");
        }
        boolean confirmed = in.oneOf("resolution", Map.of("confirmed", true, "false-positive", false));
        in.textOrNull("alert");
        in.textOrNull("by");
        try {
            long second = Instant.parse(in.text("@timestamp")).getEpochSecond();
            in.done();
            return new Resolution((int) Math.clamp(second, 1L, Integer.MAX_VALUE), address.toString(), confirmed);
        } catch (DateTimeException e) {
            throw in.wrong("@timestamp", "is no time; allowed: one like 2026-12-31T23:59:59Z");
        }
    }
}
