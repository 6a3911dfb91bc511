package io.selfheal.agent.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. The message lists every problem, one a line, in the order of the file. */
public final class ConfigException extends RuntimeException {

    private final List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
