package io.selfheal.responder.hand;

import io.selfheal.responder.control.ControlClient;
import io.selfheal.responder.json.Json;
import io.selfheal.responder.order.Performer;
import io.selfheal.schemas.order.NodeAct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What only root can do, where the responder is not root: the signed order is passed on to a program that systemd starts
 * as root for this one order, and that judges it anew. Root lets it, or not: by the socket unit, which is off at first.
 */
public final class RootsHand implements Performer {
    /** Where systemd listens once root enabled {@code selfheal-hand.socket}. */
    public static final Path SOCKET = Path.of("/run/selfheal-hand.socket");

    private final Path socket;
    private final Performer own;

    /** @param own would do it, if the responder were root */
    public RootsHand(Path socket, Performer own) {
        this.socket = socket;
        this.own = own;
    }

    @Override
    public Optional<String> objection(NodeAct act) {
        if (!Files.exists(socket)) {
            return Optional.of("only root can do this, and the responder is not root; root lets it ask with:"
                    + " systemctl enable --now selfheal-hand.socket");
        }
        // Who was locked is known to root's hand alone.
        return act instanceof NodeAct.UnlockAccount ? Optional.empty() : own.objection(act);
    }

    @Override
    public Result perform(Task task) {
        if (!task.proof().isSigned()) {
            return Result.refused("only an order that somebody signed may reach root's hand");
        }
        try {
            String answer = new ControlClient(socket)
                    .ask(Map.of(
                            "order",
                            task.proof().text(),
                            "signature",
                            task.proof().signature()));
            return HandAnswer.read(Json.readObject(answer));
        } catch (IOException | IllegalArgumentException e) {
            return Result.failed(
                    "root's hand gave no answer (journalctl -u 'selfheal-hand@*'); whether it is done is not known: "
                            + e.getMessage());
        }
    }
}
