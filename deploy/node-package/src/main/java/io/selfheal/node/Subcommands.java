package io.selfheal.node;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A command and its subcommands: which of them are made ready, and how their failures are told. */
public final class Subcommands {
    private Subcommands() {}

    /**
     * A command that can take these arguments. Where they begin with a subcommand's name, that one alone is made ready:
     * to look at thirty takes longer than most of them run.
     *
     * @param commands the subcommands in the order in which help lists them
     */
    public static CommandLine of(Object command, List<Class<?>> commands, String... arguments) {
        List<Class<?>> called = arguments.length == 0
                ? List.of()
                : commands.stream()
                        .filter(each -> nameOf(each).equals(arguments[0]))
                        .toList();
        CommandLine line = new CommandLine(command);
        (called.isEmpty() ? commands : called).forEach(line::addSubcommand);
        return line.setExecutionExceptionHandler((failure, failed, parsed) -> {
            failed.getErr().println(failed.getCommandSpec().qualifiedName() + ": " + reason(failure));
            return failed.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    private static String nameOf(Class<?> command) {
        Command described = command.getAnnotation(Command.class);
        if (described == null) {
            throw new IllegalArgumentException(command + " is no command; allowed: classes with @Command");
        }
        return described.name();
    }

    /** A person is told what is wrong, not where in our code it was noticed. */
    private static String reason(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return switch (failure) {
            case NoSuchFileException missing -> message + " does not exist";
            case AccessDeniedException denied -> message + " may not be read by you; are you root?";
            default -> message;
        };
    }
}
