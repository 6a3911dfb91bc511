package io.selfheal.node;

import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

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
        line.setParameterExceptionHandler((wrong, given) -> refuse(wrong));
        return line.setExecutionExceptionHandler((failure, failed, parsed) -> {
            failed.getErr().println(failed.getCommandSpec().qualifiedName() + ": " + reason(failure));
            return failed.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    /** What is wrong, and where to read on; the whole help only where it says which commands there are. */
    private static int refuse(ParameterException wrong) {
        CommandLine called = wrong.getCommandLine();
        PrintWriter err = called.getErr();
        err.println(
                called.getColorScheme().errorText(called.getCommandSpec().qualifiedName() + ": " + wrong.getMessage()));
        if (!called.getSubcommands().isEmpty()) {
            UnmatchedArgumentException.printSuggestions(wrong, err);
            called.usage(err, called.getColorScheme());
        } else {
            err.println("See '" + called.getCommandSpec().qualifiedName() + " --help'.");
        }
        return called.getCommandSpec().exitCodeOnInvalidInput();
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
            case FileAlreadyExistsException taken -> message + " is there already";
            default -> message;
        };
    }
}
