package io.selfheal.node;

import io.selfheal.responder.command.AllowCommand;
import io.selfheal.responder.command.ApproveCommand;
import io.selfheal.responder.command.BackupCommand;
import io.selfheal.responder.command.BlockCommand;
import io.selfheal.responder.command.CheckCommand;
import io.selfheal.responder.command.ConnectionsCommand;
import io.selfheal.responder.command.DecisionsCommand;
import io.selfheal.responder.command.HealCommand;
import io.selfheal.responder.command.ProcessesCommand;
import io.selfheal.responder.command.RestoreCommand;
import io.selfheal.responder.command.ScanCommand;
import io.selfheal.responder.command.StatusCommand;
import io.selfheal.responder.command.UnblockCommand;
import java.util.List;
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
        description = "Guards this server: reads its logs, blocks attackers, heals its services.")
public final class NodeSelfHeal {
    private static final List<Class<?>> COMMANDS = List.of(
            StatusCommand.class,
            InitCommand.class,
            DoctorCommand.class,
            DecisionsCommand.class,
            BlockCommand.class,
            UnblockCommand.class,
            AllowCommand.class,
            ApproveCommand.class,
            HealCommand.class,
            ScanCommand.class,
            ConnectionsCommand.class,
            ProcessesCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            CheckCommand.class,
            ExplainCommand.class,
            ConfigCommand.class);

    private NodeSelfHeal() {}

    public static void main(String[] args) {
        System.exit(commandLine(args).execute(args));
    }

    /** The command, ready for these arguments; without any, all of it. */
    public static CommandLine commandLine(String... arguments) {
        return Subcommands.of(new NodeSelfHeal(), COMMANDS, arguments);
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
