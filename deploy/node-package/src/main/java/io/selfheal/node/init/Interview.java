package io.selfheal.node.init;

import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.text.Excerpt;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Asks a person, again where an answer cannot be taken, and writes what was confirmed. */
public final class Interview {
    private final BufferedReader in;
    private final PrintWriter out;
    private final String from;

    /**
     * @param from the address that the person is connected from, offered as one that is never blocked; empty: not known
     */
    public Interview(BufferedReader in, PrintWriter out, String from) {
        this.in = in;
        this.out = out;
        this.from = from;
    }

    /**
     * True if the files say now what was asked for.
     *
     * @throws IOException if a file cannot be written, or the answers end early; then nothing was written
     * @throws io.selfheal.agent.config.ConfigException if the agents would refuse what comes of the answers
     */
    public boolean hold(NodeFiles files) throws IOException {
        String bootstrap = ask("Kafka brokers, HOST:PORT, separated by commas", files.bootstrap(), Answers::brokers);
        Optional<Path> key = Optional.empty();
        if (files.hasTrust()) {
            out.println("trust is set in responder.yaml already, and stays as it is.");
        } else {
            key = ask(
                    "Public key of the analyzer, a PEM file (nothing: only what comes from this host is believed)",
                    "",
                    Answers::key);
        }
        List<Cidr> allowed = ask(
                "Addresses and networks that are never blocked: yours, your monitoring's (none: nobody new)",
                from,
                Answers::networks);
        Mode block = ask(
                "Blocking: off, simulate, ask or act", files.block().name().toLowerCase(Locale.ROOT), Answers::mode);
        Map<Path, String> changed = files.changed(new Answers(bootstrap, key, allowed, block));
        if (changed.isEmpty()) {
            out.println("The files say so already.");
            return true;
        }
        out.println();
        if (block == Mode.ACT && allowed.isEmpty() && !files.allowsSomebody()) {
            out.println("! Blocking is in earnest, and nobody is protected by name: not you either.");
        }
        changed.keySet()
                .forEach(file -> out.println(
                        Files.exists(file)
                                ? file + " is changed; the former one stays as " + NodeFiles.before(file)
                                : file + " is made"));
        if (!ask("Write this? yes or no", "no", Interview::yes)) {
            out.println("Nothing was written.");
            return false;
        }
        NodeFiles.write(changed);
        out.println("Written. Next: selfheal config check, systemctl reload selfheal-collector selfheal-responder,"
                + " selfheal doctor");
        return true;
    }

    private static boolean yes(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "y" -> true;
            case "no", "n" -> false;
            default -> throw new IllegalArgumentException("allowed: yes, no");
        };
    }

    private <T> T ask(String question, String otherwise, Function<String, T> read) throws IOException {
        while (true) {
            out.print(question + (otherwise.isEmpty() ? "" : " [" + otherwise + "]") + ": ");
            out.flush();
            String line = in.readLine();
            if (line == null) {
                out.println();
                throw new EOFException("the answers ended; nothing was written");
            }
            try {
                return read.apply(line.isBlank() ? otherwise : line.strip());
            } catch (IllegalArgumentException e) {
                out.println("  " + Excerpt.of(String.valueOf(e.getMessage()), 300));
            }
        }
    }
}
