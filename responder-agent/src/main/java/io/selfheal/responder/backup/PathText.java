package io.selfheal.responder.backup;

import io.selfheal.host.file.PathBytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Paths as an archive and its manifest have them: text on one line, whatever the locale. One that is no UTF-8, or holds
 * line ends or other control characters, is written percent-encoded below a folder of its own: {@code /srv/caf\xe9} as
 * {@code %/srv/caf%E9}. So every name can be archived, two are never one, and whoever unpacks an archive by hand finds
 * those apart from the rest.
 */
final class PathText {
    private static final String ENCODED = "%/";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PathText() {}

    static String of(Path path) {
        byte[] bytes = PathBytes.of(path);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (!text.startsWith(ENCODED) && text.chars().noneMatch(Character::isISOControl)) {
                return text;
            }
        } catch (CharacterCodingException e) {
            return encoded(bytes);
        }
        return encoded(bytes);
    }

    /**
     * The path of such a text.
     *
     * @throws IllegalArgumentException if it is none that {@link #of} gives for a path
     */
    static Path path(String text) {
        if (!text.startsWith(ENCODED)) {
            return PathBytes.path(text.getBytes(StandardCharsets.UTF_8));
        }
        Path path = PathBytes.path(PathBytes.percentDecoded(text.substring(ENCODED.length())));
        if (!of(path).equals(text)) {
            throw new IllegalArgumentException("'" + text + "' is not how an archive writes a path");
        }
        return path;
    }

    private static String encoded(byte[] bytes) {
        StringBuilder text = new StringBuilder(ENCODED);
        for (byte b : bytes) {
            if (b > ' ' && b < 0x7f && b != '%') {
                text.append((char) b);
            } else {
                text.append('%').append(HEX.toHexDigits(b));
            }
        }
        return text.toString();
    }
}
