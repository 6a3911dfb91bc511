package io.selfheal.agent.unpack;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes a zstd file on and looks at the head of each of its frames (RFC 8878, 3.1.1): the decoder makes room for the
 * window that a frame asks for, up to four times what it can read at all, before it refuses it.
 */
final class ZstdWindows extends FilterInputStream {
    /** What zstd -19 writes; about 20 MiB of memory. */
    static final long MOST = 8L << 20;

    private static final int MAGIC = 0xfd2fb528;

    private enum Part {
        MAGIC,
        DESCRIPTOR,
        HEADER,
        BLOCK
    }

    private final byte[] head = new byte[16];
    private Part part = Part.MAGIC;
    private int wanted = 4;
    private int held;
    /** Bytes that say nothing here. */
    private long body;

    private int descriptor;

    ZstdWindows(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        int read = in.read(bytes, from, count);
        int at = from;
        while (at < from + read) {
            if (body > 0) {
                int passed = (int) Math.min(body, from + read - at);
                body -= passed;
                at += passed;
            } else {
                head[held++] = bytes[at++];
                if (held == wanted) {
                    held = 0;
                    next();
                }
            }
        }
        return read;
    }

    private void next() throws IOException {
        switch (part) {
            case MAGIC -> {
                if ((int) number(0, 4) != MAGIC) {
                    throw new IOException("it has a part that is no frame of zstd's, and cannot be read further");
                }
                expect(Part.DESCRIPTOR, 1);
            }
            case DESCRIPTOR -> {
                descriptor = head[0] & 0xff;
                expect(Part.HEADER, (isSingle() ? 0 : 1) + dictionaryBytes() + sizeBytes());
            }
            case HEADER -> {
                if (window() < 0 || window() > MOST) {
                    throw new IOException("it needs a window of more than " + (MOST >> 20) + " MiB; allowed: "
                            + (MOST >> 20) + " MiB");
                }
                expect(Part.BLOCK, 3);
            }
            case BLOCK -> block((int) number(0, 3));
        }
    }

    private void block(int header) throws IOException {
        int type = header >> 1 & 3;
        if (type == 3) {
            throw new IOException("it is damaged: a block is of no kind");
        }
        body = type == 1 ? 1 : header >>> 3;
        if ((header & 1) != 0) {
            boolean checksum = (descriptor & 4) != 0;
            body += checksum ? 4 : 0;
            expect(Part.MAGIC, 4);
        } else {
            expect(Part.BLOCK, 3);
        }
    }

    private void expect(Part next, int bytes) {
        part = next;
        wanted = bytes;
    }

    /** The frame is one piece, its window as large as itself. */
    private boolean isSingle() {
        return (descriptor & 0x20) != 0;
    }

    private int dictionaryBytes() {
        return new int[] {0, 1, 2, 4}[descriptor & 3];
    }

    private int sizeBytes() {
        int flag = descriptor >> 6;
        return flag == 0 ? (isSingle() ? 1 : 0) : 1 << flag;
    }

    private long window() {
        if (isSingle()) {
            long size = number(dictionaryBytes(), sizeBytes());
            return sizeBytes() == 2 ? size + 256 : size;
        }
        long base = 1L << (10 + ((head[0] & 0xff) >> 3));
        return base + (base >> 3) * (head[0] & 7);
    }

    /** Little-endian. */
    private long number(int from, int bytes) {
        long number = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            number = number << 8 | (head[from + i] & 0xff);
        }
        return number;
    }
}
