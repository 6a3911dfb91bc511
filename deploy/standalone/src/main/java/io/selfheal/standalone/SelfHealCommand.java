package io.selfheal.standalone;

import io.selfheal.standalone.broker.BrokerCommand;
import io.selfheal.standalone.broker.TopicsCommand;
import io.selfheal.standalone.explain.ExplainCommand;
import io.selfheal.standalone.replay.ReplayCommand;
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
        subcommands = {ExplainCommand.class, ReplayCommand.class, TopicsCommand.class, BrokerCommand.class},
        description = "Guards servers: reads their logs, decides, blocks, heals and tells people.")
public final class SelfHealCommand {

    private SelfHealCommand() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new SelfHealCommand()).execute(args));
    }
}
