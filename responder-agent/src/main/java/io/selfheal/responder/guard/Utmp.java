package io.selfheal.responder.guard;

import io.selfheal.schemas.net.IpAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sessions of utmp(5): records of 384 bytes, kept by sshd and login until Debian 12 and Ubuntu 24.04. */
public final class Utmp implements LoginSessions {
    private static final int RECORD = 384;
    private static final int USER_PROCESS = 7;
    private static final int USER = 44;
    private static final int USER_LENGTH = 32;
    private static final int ADDRESS = 348;
    private static final long MAX_BYTES = 4L << 20;

    private final Path file;

    public Utmp(Path file) {
        this.file = file;
    }

    public boolean exists() {
        return Files.exists(file);
    }

    @Override
    public List<Session> list() throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
        List<Session> sessions = new ArrayList<>();
        for (int at = 0; at + RECORD <= bytes.limit(); at += RECORD) {
            IpAddress from = address(bytes, at + ADDRESS);
            if (bytes.getShort(at) == USER_PROCESS && !(from.high() == 0 && from.low() == 0)) {
                sessions.add(new Session(text(bytes, at + USER), from));
            }
        }
        return sessions;
    }

    /** Network order; an IPv4 address stands in the first of the four words, the others are zero. */
    private static IpAddress address(ByteBuffer bytes, int at) {
        ByteBuffer network = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
        long high = network.getLong(at);
        long low = network.getLong(at + 8);
        boolean ipv4 = low == 0 && (high & 0xFFFF_FFFFL) == 0 && high != 0;
        return ipv4 ? IpAddress.ofIpv4((int) (high >>> 32)) : new IpAddress(high, low);
    }

    private static String text(ByteBuffer bytes, int at) {
        byte[] text = new byte[USER_LENGTH];
        bytes.get(at, text);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }
}
