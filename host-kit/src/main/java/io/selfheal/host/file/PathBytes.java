package io.selfheal.host.file;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The bytes of a path. Linux' names are bytes without a character set, see path_resolution(7); what is no text in the one
 * that Java took from the locale at its start, comes out of {@link Path#toString()} as replacement characters, and the
 * text leads nowhere, or to another file. In the C locale that holds for every name that is not ASCII.
 */
public final class PathBytes {
    /** Nothing can lie below it. */
    private static final Path NOWHERE = Path.of("/dev/null");

    private static final HexFormat HEX = HexFormat.of();

    private PathBytes() {}

    /** Whether the path's text leads back to it. */
    public static boolean isText(Path path) {
        String text = path.toString();
        if (isAscii(text)) {
            return true;
        }
        try {
            return Path.of(text).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The bytes as the kernel has them, which is not asked; without a final slash, as {@link Path} has none. */
    public static byte[] of(Path path) {
        String text = path.toString();
        if (isAscii(text)) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        // A URI is the one form in which Java shows them. It asks whether a directory is there, so it is asked of
        // nowhere.
        String raw =
                NOWHERE.resolve(path.subpath(0, path.getNameCount())).toUri().getRawPath();
        int begin = NOWHERE.toUri().getRawPath().length() + (path.isAbsolute() ? 0 : 1);
        return percentDecoded(raw.substring(begin));
    }

    /** The bytes that stand for themselves, as ASCII, or as {@code %} and two hexadecimal digits, see RFC 3986, 2.1. */
    public static byte[] percentDecoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && i + 2 < text.length()) {
                bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }

    /**
     * The path of these bytes, whatever the locale.
     *
     * @throws IllegalArgumentException if there is a zero among them
     */
    public static Path path(byte[] bytes) {
        if (bytes.length == 0) {
            return Path.of("");
        }
        StringBuilder uri = new StringBuilder("file:///");
        for (byte b : bytes) {
            if (b == '/') {
                uri.append('/');
            } else {
                uri.append('%').append(HEX.toHexDigits(b));
            }
        }
        Path absolute = Path.of(URI.create(uri.toString()));
        return bytes[0] == '/' ? absolute : absolute.subpath(0, absolute.getNameCount());
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }
}
