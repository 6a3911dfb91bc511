package io.selfheal.standalone;

import io.selfheal.analyzer.geo.GeoFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --geo}: databases of addresses for a command that reads logs. */
public final class GeoOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--geo",
            paramLabel = "FILE",
            description = "Database of addresses in MaxMind's format (.mmdb), for countries and autonomous systems."
                    + " May be given up to 4 times; the first one that knows wins.")
    private List<Path> files = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    public GeoOption() {
        // the option has its default
    }

    /**
     * Opens the databases; none if the option was not given.
     *
     * @throws ParameterException if one cannot be used: an answer without it would not be the one that was asked for
     */
    public GeoFiles open() {
        if (files.size() > GeoFiles.MAX_FILES) {
            throw wrong(files.size() + " files; allowed: at most " + GeoFiles.MAX_FILES);
        }
        GeoFiles opened = new GeoFiles(files);
        if (!opened.problems().isEmpty()) {
            opened.close();
            throw wrong(String.join("; ", opened.problems()));
        }
        return opened;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), "--geo: " + message);
    }
}
