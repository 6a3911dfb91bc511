package io.selfheal.plugin.host;

import io.selfheal.schemas.text.Excerpt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which plugins may be loaded: one a line, SHA-256 and file name as {@code sha256sum} writes them, {@code #} for
 * comments.
 *
 * @param hashes file name to SHA-256 in lower-case hexadecimal
 */
public record AllowList(Map<String, String> hashes) {
    public static final int MAX_BYTES = 1 << 16;
    private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64}) [ *]([^/\\s]{1,200})");

    public AllowList {
        hashes = Map.copyOf(hashes);
    }

    /** @throws PluginException if a line is none; nothing is allowed then, since nobody knows what was meant */
    public static AllowList of(String file, byte[] bytes) throws PluginException {
        Map<String, String> hashes = new LinkedHashMap<>();
        int number = 0;
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(text);
            if (!matcher.matches()) {
                throw new PluginException(file + ":" + number + ": '" + Excerpt.of(text, 100)
                        + "' is no line of an allow-list; allowed: SHA-256, two spaces, file name");
            }
            hashes.put(matcher.group(2), matcher.group(1).toLowerCase(Locale.ROOT));
        }
        return new AllowList(hashes);
    }

    /** @throws PluginException if the file's name is not listed, or with another hash */
    public void require(String fileName, String hash) throws PluginException {
        String allowed = hashes.get(fileName);
        if (allowed == null) {
            throw new PluginException(
                    fileName + " is not on the allow-list; its SHA-256 is " + hash + " (selfheal plugins allow)");
        }
        if (!allowed.equals(hash)) {
            throw new PluginException(
                    fileName + " has the SHA-256 " + hash + "; allowed: " + allowed + ", as the allow-list says");
        }
    }

    /** SHA-256 in lower-case hexadecimal. */
    public static String hashOf(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
