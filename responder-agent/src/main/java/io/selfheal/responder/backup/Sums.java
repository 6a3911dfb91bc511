package io.selfheal.responder.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was found in an archive, held against its manifest, which comes last and in the archive's order. Of each entry the
 * first 64 bits of two SHA-256 are kept: enough against accidents, which is all that a manifest inside its archive can be
 * of use for.
 */
final class Sums {
    private static final int MOST_WRONG = 10;

    private long[] paths = new long[1024];
    private long[] contents = new long[1024];
    private int size;
    private int compared;
    private boolean isInOrder = true;
    private final List<String> wrong = new ArrayList<>();

    /** @param content a file's SHA-256 in hexadecimal, a link's target, or empty */
    void found(String path, String content) {
        if (size == paths.length) {
            paths = Arrays.copyOf(paths, size * 2);
            contents = Arrays.copyOf(contents, size * 2);
        }
        paths[size] = sum(path);
        contents[size++] = sum(content);
    }

    /** Compares with the next entry of the manifest. */
    void compare(Entry entry) {
        if (!isInOrder) {
            return;
        }
        if (compared == size || paths[compared] != sum(entry.path())) {
            isInOrder = false;
            wrong(entry.path() + " is missing, or is not where the manifest has it");
        } else if (contents[compared] != sum(entry.content())) {
            wrong(entry.path() + " is not what was archived");
        }
        compared++;
    }

    /** What is not as the manifest says, one line each, at most ten; empty: all is well. After the last comparison. */
    List<String> wrong() {
        if (isInOrder && compared < size) {
            wrong((size - compared) + " entries are not in the manifest");
        }
        return List.copyOf(wrong);
    }

    private void wrong(String what) {
        if (wrong.size() < MOST_WRONG) {
            wrong.add(what);
        }
    }

    private static long sum(String text) {
        return ByteBuffer.wrap(Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
