package io.selfheal.standalone.rules;

import picocli.CommandLine.Command;

/** {@code selfheal rules}: its subcommands and nothing else. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        subcommands = {RulesListCommand.class, RulesTestCommand.class, RulesLintCommand.class},
        description = "Parsers, scenarios and signatures: those that ship and your own.")
public final class RulesCommand {
    public RulesCommand() {
        // subcommands have their options
    }
}
