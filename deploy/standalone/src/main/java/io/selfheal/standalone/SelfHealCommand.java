package io.selfheal.standalone;

import io.selfheal.node.ConfigCommand;
import io.selfheal.node.DoctorCommand;
import io.selfheal.node.InitCommand;
import io.selfheal.node.Subcommands;
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
import io.selfheal.standalone.broker.BrokerCommand;
import io.selfheal.standalone.broker.TopicsCommand;
import io.selfheal.standalone.demo.DemoCommand;
import io.selfheal.standalone.explain.ExplainCommand;
import io.selfheal.standalone.fleet.OrderCommand;
import io.selfheal.standalone.fleet.PolicyCommand;
import io.selfheal.standalone.fleet.ResolveCommand;
import io.selfheal.standalone.plugins.PluginsCommand;
import io.selfheal.standalone.replay.ReplayCommand;
import io.selfheal.standalone.reputation.ReputationCommand;
import io.selfheal.standalone.rules.RulesCommand;
import io.selfheal.standalone.train.ModelCommand;
import io.selfheal.standalone.train.TrainCommand;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code selfheal} command: its subcommands and nothing else. Exit status 0 done, 1 found something or failed,
 * 2 wrong use.
 */
@Command(
        name = "selfheal",
        mixinStandardHelpOptions = true,
        version = "selfheal 0.1.0-SNAPSHOT",
        description = "Guards servers: reads their logs, decides, blocks, heals and tells people.")
public final class SelfHealCommand {
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            StandaloneCommand.class,
            ExplainCommand.class,
            ReplayCommand.class,
            RulesCommand.class,
            TrainCommand.class,
            ModelCommand.class,
            StatusCommand.class,
            InitCommand.class,
            DoctorCommand.class,
            ConfigCommand.class,
            DecisionsCommand.class,
            BlockCommand.class,
            UnblockCommand.class,
            AllowCommand.class,
            ApproveCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            CheckCommand.class,
            HealCommand.class,
            ScanCommand.class,
            ConnectionsCommand.class,
            ProcessesCommand.class,
            OrderCommand.class,
            PolicyCommand.class,
            ResolveCommand.class,
            ReputationCommand.class,
            PluginsCommand.class,
            TopicsCommand.class,
            BrokerCommand.class);

    private SelfHealCommand() {}

    public static void main(String[] args) {
        // The services' log manager, also for commands that boot no service; it must be named before the first logger.
        if (System.getProperty("java.util.logging.manager") == null) {
            System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        }
        // Without a service's configuration it lets everything through: Kafka's clients and brokers would spend a fifth
        // of their time on writing traces that nobody reads.
        Logger.getLogger("").setLevel(Level.INFO);
        System.exit(commandLine(args).execute(args));
    }

    /**
     * Reads the arguments without doing anything.
     *
     * @throws RuntimeException if no command takes them; the message says what is wrong
     */
    public static void check(String... args) {
        commandLine(args).parseArgs(args);
    }

    private static CommandLine commandLine(String... arguments) {
        return Subcommands.of(new SelfHealCommand(), COMMANDS, arguments);
    }
}
