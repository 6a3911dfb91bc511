package io.selfheal.responder.command;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code selfheal approve}. */
@Command(name = "approve", description = "Let the node do what it asks for (mode ask).")
public final class ApproveCommand extends NodeCommand {
    @Parameters(paramLabel = "ID", description = "As shown by: selfheal decisions, selfheal status.")
    private String id = "";

    @Override
    Map<String, Object> request() {
        return Map.of("command", "approve", "id", id);
    }

    @Override
    void print(Map<String, Object> reply, PrintWriter out) {
        out.println(reply.get("message"));
    }
}
