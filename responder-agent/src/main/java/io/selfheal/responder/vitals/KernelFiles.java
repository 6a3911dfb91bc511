package io.selfheal.responder.vitals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The kernel's files under /proc and /sys. What is not there, or cannot be read, is empty: hosts differ. */
final class KernelFiles {
    private static final int MAX_ENTRIES = 8192;

    private final Path root;

    /** @param root {@code /}, or a folder that holds {@code proc} and {@code sys} */
    KernelFiles(Path root) {
        this.root = root;
    }

    /** The beginning of a file as text. */
    String text(String path, int maxBytes) {
        try (InputStream in = Files.newInputStream(root.resolve(path))) {
            return new String(in.readNBytes(maxBytes), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    List<String> lines(String path, int maxBytes) {
        return text(path, maxBytes).lines().toList();
    }

    long number(String path, long otherwise) {
        return parse(text(path, 64).strip(), otherwise);
    }

    /** Names in a directory that match; at most 8192. */
    List<String> names(String path, String glob) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(path), glob)) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
                if (names.size() >= MAX_ENTRIES) {
                    break;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return names;
        }
        return names;
    }

    /** A whole number, or what is given where there is none. */
    static long parse(String text, long otherwise) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    static double decimal(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** With one digit after the point. */
    static double rounded(double value) {
        return Double.isFinite(value) ? Math.round(value * 10) / 10.0 : 0;
    }
}
