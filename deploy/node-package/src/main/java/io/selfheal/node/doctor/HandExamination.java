package io.selfheal.node.doctor;

import io.selfheal.responder.config.OrderKind;
import io.selfheal.responder.config.ResponderConfig;
import io.selfheal.responder.config.ResponderConfig.May;
import io.selfheal.responder.hand.RootsHand;
import io.selfheal.schemas.outcome.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether orders that only root can carry out, which somebody may give here, can be: the packaged responder is not root.
 */
final class HandExamination implements Examination {
    private static final String ABOUT = "root's hand";

    private final Path socket;

    HandExamination() {
        this(RootsHand.SOCKET);
    }

    HandExamination(Path socket) {
        this.socket = socket;
    }

    @Override
    public List<Finding> look(Node node) {
        ResponderConfig config = node.responder();
        Set<OrderKind> wanted = config == null ? Set.of() : wanted(config);
        if (wanted.isEmpty()) {
            return List.of();
        }
        String names = wanted.stream().map(OrderKind::settingName).sorted().collect(Collectors.joining(", "));
        return List.of(
                Files.exists(socket)
                        ? Finding.ok(ABOUT, "the responder may ask root for: " + names)
                        : Finding.warning(
                                ABOUT,
                                "orders that only root can carry out will be refused: " + names,
                                "systemctl enable --now selfheal-hand.socket, or set their modes to off"));
    }

    /** The kinds that a key may order and that the node would carry out. */
    private static Set<OrderKind> wanted(ResponderConfig config) {
        Set<OrderKind> wanted = EnumSet.noneOf(OrderKind.class);
        config.trust().keys().values().stream()
                .filter(key -> key.may().contains(May.ORDER))
                .forEach(key -> wanted.addAll(key.orders()));
        wanted.removeIf(kind -> !kind.needsRoot()
                || config.modes().of(kind) == Mode.OFF
                || config.modes().of(kind) == Mode.SIMULATE);
        return wanted;
    }
}
