package io.selfheal.node.init;

import io.selfheal.responder.config.BrokerSettings;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.sign.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a person wants of this node.
 *
 * @param bootstrap the brokers
 * @param key the public key of the analyzer; empty: none, or the one that is set stays
 * @param allowed networks that are never blocked, beside those of the list
 * @param block how far blocking goes
 */
public record Answers(String bootstrap, Optional<Path> key, List<Cidr> allowed, Mode block) {
    public Answers {
        allowed = List.copyOf(allowed);
    }

    /** @throws IllegalArgumentException if it is no list of brokers, saying what is allowed */
    static String brokers(String text) {
        return new BrokerSettings(text.replace(" ", ""), Map.of()).bootstrap();
    }

    /** @throws IllegalArgumentException if it is no Ed25519 public key that can be read, saying what is allowed */
    static Optional<Path> key(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Path file = Path.of(text);
        if (!file.isAbsolute() || !Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    text + " is no file; allowed: the absolute path of a public key, or nothing");
        }
        try {
            SigningKeys.readPublic(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage() + "; allowed: an Ed25519 public key, a PEM file", e);
        }
        return Optional.of(file);
    }

    /** @throws IllegalArgumentException if one of them is no network, or is everybody, saying what is allowed */
    static List<Cidr> networks(String text) {
        List<Cidr> networks = new ArrayList<>();
        for (String each : text.split("[,\\s]+", -1)) {
            if (each.isEmpty() || each.equals("none")) {
                continue;
            }
            Cidr network = Cidr.tryParse(each);
            if (network == null) {
                throw new IllegalArgumentException(each
                        + " is no address or network; allowed: 198.51.100.7, 198.51.100.0/24, 2001:db8::/32, none");
            }
            if (network.prefix() == 0) {
                throw new IllegalArgumentException(each + " is everybody, and nobody would ever be blocked");
            }
            networks.add(network);
        }
        return networks;
    }

    /** @throws IllegalArgumentException if there is no such mode, saying which there are */
    static Mode mode(String text) {
        try {
            return Mode.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(text + " is no mode; allowed: off, simulate, ask, act", e);
        }
    }
}
