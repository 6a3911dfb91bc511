package io.selfheal.agent.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The parts of a gzip file (RFC 1952), one after another. {@link java.util.zip.GZIPInputStream} ends in silence before a
 * part whose header is damaged; here that is a {@link DamagedException}. Zeros at the end are padding, as gzip(1) has it.
 */
final class GzipParts extends InputStream {
    private static final int HEADER_CHECK = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int DEFLATE = 8;

    private final InputStream in;
    private final byte[] block;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 check = new CRC32();
    private int at;
    private int end;
    /** How many bytes came from below, those of the block included. */
    private long loaded;

    private boolean within;

    /** @throws IOException if it does not begin with a part's header */
    GzipParts(InputStream in, int buffer) throws IOException {
        this.in = in;
        this.block = new byte[buffer];
        try {
            within = begin(next());
        } catch (IOException e) {
            inflater.end();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        while (within && count > 0) {
            int read = inflate(bytes, from, count);
            if (read > 0) {
                check.update(bytes, from, read);
                return read;
            }
            if (inflater.finished()) {
                endPart();
                within = beginNext();
            } else if (!load()) {
                throw new DamagedException("it is cut off", position());
            }
        }
        return count == 0 ? 0 : -1;
    }

    private int inflate(byte[] bytes, int from, int count) throws IOException {
        inflater.setInput(block, at, end - at);
        try {
            return inflater.inflate(bytes, from, count);
        } catch (DataFormatException e) {
            throw new DamagedException("it is damaged: " + e.getMessage(), position());
        } finally {
            at = end - inflater.getRemaining();
        }
    }

    private void endPart() throws IOException {
        if (number() != check.getValue() || number() != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new DamagedException("the check of a part does not hold", position());
        }
    }

    private boolean beginNext() throws IOException {
        long start = position();
        int first = next();
        while (first == 0) {
            first = next();
        }
        if (first < 0) {
            return false;
        }
        try {
            return begin(first);
        } catch (DamagedException e) {
            throw new DamagedException("a further part is damaged: " + e.getMessage(), start);
        }
    }

    private boolean begin(int first) throws IOException {
        if (first != 0x1f || next() != 0x8b || next() != DEFLATE) {
            throw new DamagedException("no header of gzip", position());
        }
        int flags = must();
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(must() | must() << 8);
        }
        for (int text = flags & (NAME | COMMENT); text != 0; text &= text - 1) {
            skipText();
        }
        skip((flags & HEADER_CHECK) != 0 ? 2 : 0);
        inflater.reset();
        check.reset();
        return true;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            must();
        }
    }

    private void skipText() throws IOException {
        int each = must();
        while (each != 0) {
            each = must();
        }
    }

    /** Four bytes, the lowest first. */
    private long number() throws IOException {
        return must() | must() << 8 | must() << 16 | (long) must() << 24;
    }

    private int must() throws IOException {
        int next = next();
        if (next < 0) {
            throw new DamagedException("it is cut off", position());
        }
        return next;
    }

    private int next() throws IOException {
        return at < end || load() ? block[at++] & 0xff : -1;
    }

    private boolean load() throws IOException {
        int read = in.read(block, 0, block.length);
        at = 0;
        end = Math.max(0, read);
        loaded += end;
        return read > 0;
    }

    private long position() {
        return loaded - (end - at);
    }

    @Override
    public void close() throws IOException {
        within = false;
        inflater.end();
        in.close();
    }
}
