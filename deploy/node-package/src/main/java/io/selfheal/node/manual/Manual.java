package io.selfheal.node.manual;

import io.selfheal.node.NodeSelfHeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes selfheal(1) and the completion of bash from the command's own model, so that they say what it takes. Run by the
 * package's build: {@code Manual FOLDER}; the same model gives the same bytes.
 */
public final class Manual {
    private static final String HEAD = """
            .TH SELFHEAL 1 "" "SelfHeal" "User Commands"
            .SH NAME
            selfheal \\- see and steer what guards this server
            .SH SYNOPSIS
            .B selfheal
            .I COMMAND
            [\\fIOPTION\\fR]...
            .SH DESCRIPTION
            Everything but \\fBblock\\fR, \\fBallow\\fR and \\fBapprove\\fR works without the responder, and
            everything works without Kafka.
            """;

    private static final String EXIT_STATUS = """
            .SH EXIT STATUS
            .TP
            .B 0
            done
            .TP
            .B 1
            found something, failed or refused
            .TP
            .B 2
            wrong use
            .SH FILES
            """;

    private static final String SEE_ALSO = """
            .SH SEE ALSO
            .BR systemctl (1),
            .BR journalctl (1),
            .BR nft (8)
            """;

    private Manual() {}

    /** Writes {@code selfheal.1} and {@code selfheal.bash} into the folder. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        CommandLine command = NodeSelfHeal.commandLine();
        Files.writeString(folder.resolve("selfheal.1"), page(command));
        Files.writeString(folder.resolve("selfheal.bash"), completion(command));
    }

    /** Without the time that picocli stamps its script with; and it is sourced, not run. */
    static String completion(CommandLine command) {
        return AutoComplete.bash("selfheal", command).replaceAll("(?m)^(#!|# .*generated).*\\n", "");
    }

    static String page(CommandLine command) {
        StringBuilder page = new StringBuilder(8192);
        page.append(HEAD).append(text(command.getCommandSpec())).append("\n.SH COMMANDS\n");
        for (CommandSpec spec : commands(command)) {
            command(spec, page);
        }
        page.append(EXIT_STATUS);
        files().forEach((file, what) -> page.append(".TP\n.I ")
                .append(escaped(file))
                .append('\n')
                .append(escaped(what))
                .append('\n'));
        page.append(SEE_ALSO);
        return page.toString();
    }

    private static Map<String, String> files() {
        return new TreeMap<>(Map.of(
                "/etc/selfheal/collector.yaml", "which logs are read, and where events go",
                "/etc/selfheal/responder.yaml", "how far this node goes, and whom it believes",
                "/etc/selfheal/care.yaml", "what is backed up and looked at, and when",
                "/etc/selfheal/allow.list", "who is never blocked here",
                "/etc/polkit-1/rules.d/60-selfheal.rules",
                        "which units the responder may restart, and which it may stop",
                "/run/selfheal-hand.socket", "root's hand: accounts, sessions and power, once root enables it",
                "/run/selfheal-ufw.socket", "root's hand for ufw: rules with our comment, once root enables it",
                "/var/lib/selfheal", "checkpoint, desired blocks, reports that wait",
                "/run/selfheal/responder.sock", "the responder's socket"));
    }

    /** All commands that do something, depth first. */
    private static List<CommandSpec> commands(CommandLine root) {
        List<CommandSpec> all = new ArrayList<>();
        Deque<CommandLine> left = new ArrayDeque<>(List.of(root));
        while (!left.isEmpty()) {
            CommandLine next = left.pop();
            List<CommandLine> below = List.copyOf(next.getSubcommands().values());
            for (int i = below.size() - 1; i >= 0; i--) {
                left.push(below.get(i));
            }
            if (below.isEmpty()) {
                all.add(next.getCommandSpec());
            }
        }
        return all;
    }

    private static void command(CommandSpec spec, StringBuilder page) {
        page.append(".SS \"").append(escaped(spec.qualifiedName()));
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            String label = parameter.paramLabel();
            page.append(' ').append(escaped(parameter.required() ? label : "[" + label + "...]"));
        }
        page.append("\"\n").append(text(spec)).append('\n');
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            entry(parameter.paramLabel(), parameter, page);
        }
        for (OptionSpec option : spec.options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                String label = option.arity().max() > 0 ? " " + option.paramLabel() : "";
                entry(String.join(", ", option.names()) + label, option, page);
            }
        }
    }

    private static void entry(String head, ArgSpec argument, StringBuilder page) {
        page.append(".TP\n.B ").append(escaped(head)).append('\n');
        String otherwise = argument.defaultValue() == null ? "" : argument.defaultValue();
        String description = String.join(" ", argument.description()).replace("${DEFAULT-VALUE}", otherwise);
        page.append(escaped(description)).append('\n');
    }

    private static String text(CommandSpec spec) {
        return escaped(String.join(" ", spec.usageMessage().description()));
    }

    /** A line of text that troff reads as text. */
    static String escaped(String text) {
        String safe = text.replace("%n", " ").replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
