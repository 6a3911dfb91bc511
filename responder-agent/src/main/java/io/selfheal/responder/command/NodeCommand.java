package io.selfheal.responder.command;

import io.selfheal.agent.config.ConfigException;
import io.selfheal.agent.config.YamlConfig;
import io.selfheal.responder.config.FirewallSettings;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.responder.control.ControlClient;
import io.selfheal.responder.control.Reply;
import io.selfheal.responder.firewall.FirewallChoice;
import io.selfheal.responder.isolate.IsolationTable;
import io.selfheal.responder.json.Json;
import io.selfheal.responder.program.ExternalProgram;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that asks the responder of this node, or, when none runs, does what can be done without it. Exit status:
 * 0 done, 1 failed or refused, 2 wrong use.
 */
@Command
abstract class NodeCommand implements Callable<Integer> {
    /** For an answer that the responder has at hand. */
    static final Duration TO_LOOK = Duration.ofSeconds(30);

    @Mixin
    NodeOptions options = new NodeOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** What to ask; wrong arguments are refused by the responder, which says what is allowed. */
    abstract Map<String, Object> request();

    /** Prints an answer for people. */
    abstract void print(Map<String, Object> reply, PrintWriter out);

    /** What can be done while no responder runs; empty if nothing. */
    Optional<Map<String, Object>> withoutResponder(OfflineNode node) throws IOException {
        return Optional.empty();
    }

    /** How long the answer may take; empty where what is asked for takes its time. */
    Optional<Duration> patience() {
        return Optional.empty();
    }

    /** Asked before, and the answer shown to people, where the request itself takes long; empty if there is nothing. */
    Optional<Map<String, Object>> announcement() {
        return Optional.empty();
    }

    /** What is made of the responder's answer. */
    Map<String, Object> answered(Map<String, Object> reply) {
        return reply;
    }

    @Override
    public final Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Map<String, Object> reply;
        try {
            reply = ask();
        } catch (IOException e) {
            reply = Reply.refused(String.valueOf(e.getMessage()));
        }
        boolean done = Boolean.TRUE.equals(reply.get("ok"));
        if (options.json) {
            out.println(Json.write(reply));
        } else if (done) {
            print(reply, out);
        } else {
            err.println(spec.qualifiedName() + ": " + reply.getOrDefault("error", "failed"));
        }
        out.flush();
        err.flush();
        return done ? 0 : 1;
    }

    private Map<String, Object> ask() throws IOException {
        Map<String, Object> request = request();
        String answer;
        try {
            announce();
            ControlClient responder = new ControlClient(options.socket);
            Optional<Duration> patience = patience();
            answer = patience.isPresent() ? responder.ask(request, patience.get()) : responder.ask(request);
        } catch (SocketTimeoutException late) {
            throw new IOException(
                    "the responder runs and hangs (" + late.getMessage() + " at " + options.socket
                            + "): journalctl -u selfheal-responder; systemd starts it again after some minutes",
                    late);
        } catch (IOException unreachable) {
            Optional<Map<String, Object>> alone = withoutResponder(offline());
            return alone.orElseThrow(() -> new IOException(
                    "no responder answers at " + options.socket + " (" + unreachable.getMessage()
                            + "); is it running, and may you use its socket?",
                    unreachable));
        }
        return answered(Json.readObject(answer));
    }

    private void announce() throws IOException {
        Optional<Map<String, Object>> first = options.json ? Optional.empty() : announcement();
        if (first.isPresent()) {
            Map<String, Object> reply = Json.readObject(new ControlClient(options.socket).ask(first.get()));
            if (Boolean.TRUE.equals(reply.get("ok"))) {
                spec.commandLine().getOut().println(reply.get("message"));
                spec.commandLine().getOut().flush();
            }
        }
    }

    private OfflineNode offline() {
        InstantSource clock = InstantSource.system();
        FirewallSettings settings = firewall();
        IsolationTable isolation = new IsolationTable(new ExternalProgram(settings.program(), settings.limit()));
        return new OfflineNode(FirewallChoice.of(settings, clock).firewall(), isolation, options.state, clock);
    }

    /** Without a readable configuration, what a new node has: blocks must be liftable whatever the file looks like. */
    private FirewallSettings firewall() {
        try {
            if (Files.isReadable(options.config)) {
                return YamlConfig.read(options.config, ResponderConfig.class).firewall();
            }
        } catch (ConfigException e) {
            spec.commandLine().getErr().println(options.config + " is refused; its firewall settings are not used");
        }
        return YamlConfig.defaults(ResponderConfig.class).firewall();
    }
}
