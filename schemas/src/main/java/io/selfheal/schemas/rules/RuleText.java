package io.selfheal.schemas.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The text of a rule file: bounded, and UTF-8 from the first to the last byte. */
public final class RuleText {
    /** Longest file in bytes; the largest that ships has a tenth of it. */
    public static final int MAX_BYTES = 1 << 20;

    private RuleText() {}

    /** Reads a file; no more of it than is allowed and one byte. */
    public static String read(Path file) throws RuleRefusedException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new RuleRefusedException(file.toString(), file + ": does not exist");
        } catch (AccessDeniedException e) {
            throw new RuleRefusedException(file.toString(), file + ": cannot be read: permission denied");
        } catch (IOException e) {
            throw new RuleRefusedException(file.toString(), file + ": cannot be read: " + e.getMessage());
        }
        if (content.length > MAX_BYTES) {
            throw new RuleRefusedException(file.toString(), file + ": is too long; allowed: " + MAX_BYTES + " bytes");
        }
        return decode(file.toString(), content);
    }

    static String decode(String file, byte[] content) throws RuleRefusedException {
        ByteBuffer in = ByteBuffer.wrap(content);
        CharBuffer out = CharBuffer.allocate(content.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (result.isError()) {
            int line = 1;
            int column = 1;
            for (int i = 0; i < out.position(); i++) {
                boolean newLine = out.get(i) == '\n';
                line = newLine ? line + 1 : line;
                column = newLine ? 1 : column + 1;
            }
            String bytes = "0x%02x".formatted(content[in.position()]);
            throw new RuleRefusedException(
                    file,
                    new RulePlace(file, line, column) + ": the byte " + bytes + " is no UTF-8; allowed: UTF-8 text");
        }
        return out.flip().toString();
    }
}
