package io.selfheal.host.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a file system is mounted, as the kernel's tables of mounts write it, see proc_pid_mountinfo(5). */
public final class MountPoint {
    private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

    private MountPoint() {}

    /**
     * The path of such a field, in which blanks and others stand as a backslash and three octal digits; empty if it is none.
     *
     * @param field each byte a character, as ISO 8859-1 reads them
     */
    public static Optional<Path> path(String field) {
        String bytes = ESCAPED.matcher(field)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 8))));
        return bytes.indexOf('\0') < 0
                ? Optional.of(PathBytes.path(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                : Optional.empty();
    }
}
