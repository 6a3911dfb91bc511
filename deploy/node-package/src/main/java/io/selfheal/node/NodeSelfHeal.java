package io.selfheal.node;

import io.selfheal.responder.command.AllowCommand;
import io.selfheal.responder.command.ApproveCommand;
import io.selfheal.responder.command.BackupCommand;
import io.selfheal.responder.command.BlockCommand;
import io.selfheal.responder.command.CheckCommand;
import io.selfheal.responder.command.DecisionsCommand;
import io.selfheal.responder.command.HealCommand;
import io.selfheal.responder.command.RestoreCommand;
import io.selfheal.responder.command.ScanCommand;
import io.selfheal.responder.command.StatusCommand;
import io.selfheal.responder.command.UnblockCommand;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The {@code selfheal} command as a node has it: its subcommands and nothing else. Exit status 0 done, 1 found something
 * or failed, 2 wrong use.
 */
@Command(
        name = "selfheal",
        mixinStandardHelpOptions = true,
        versionProvider = NodeSelfHeal.Version.class,
        subcommands = {
            StatusCommand.class,
            DoctorCommand.class,
            DecisionsCommand.class,
            BlockCommand.class,
            UnblockCommand.class,
            AllowCommand.class,
            ApproveCommand.class,
            HealCommand.class,
            ScanCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            CheckCommand.class,
            ExplainCommand.class,
            ConfigCommand.class,
        },
        description = "Guards this server: reads its logs, blocks attackers, heals its services.")
public final class NodeSelfHeal {
    private NodeSelfHeal() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command without anything run. */
    public static CommandLine commandLine() {
        return new CommandLine(new NodeSelfHeal()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + reason(failure));
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
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

    /** The package's version, from the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = NodeSelfHeal.class.getPackage().getImplementationVersion();
            return new String[] {"selfheal " + (version == null ? "development" : version)};
        }
    }
}
