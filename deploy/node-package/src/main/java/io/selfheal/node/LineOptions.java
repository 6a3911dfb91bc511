package io.selfheal.node;

import io.selfheal.collector.parse.ParserSet;
import io.selfheal.collector.parse.SourceType;
import java.time.ZoneId;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What a command is told about the lines that it reads. */
public final class LineOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--source", paramLabel = "TYPE", description = "What the lines are, for example syslog or nginx.")
    private String source = SourceType.AUTO.wireName();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Zone of stamps without one; this machine's if left out.")
    private ZoneId zone = ZoneId.systemDefault();

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public LineOptions() {
        // options have their defaults
    }

    /**
     * What the lines are.
     *
     * @throws ParameterException if none of these parsers knows the name
     */
    public SourceType type(ParserSet parsers) {
        try {
            return parsers.sourceType(source);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--source: " + e.getMessage(), e);
        }
    }

    /** Of stamps that name none. */
    public ZoneId zone() {
        return zone;
    }
}
