package io.selfheal.collector.syslog;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where syslog is listened for: {@code udp://0.0.0.0:5514}, {@code tcp://192.0.2.1:5514}, {@code tls://[::]:6514}.
 *
 * @param transport how messages come
 * @param host an address of this machine, or the one that means all of them; never a name
 * @param port 0 to 65535; 0 takes a free one, which only tests want
 */
public record ListenAddress(Transport transport, InetAddress host, int port) {
    private static final Pattern TEXT =
            Pattern.compile("(udp|tcp|tls)://(?:\\[([0-9A-Fa-f:.]{2,45})\\]|([0-9.]{7,15})):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    /** How messages come. */
    public enum Transport {
        UDP,
        TCP,
        TLS
    }

    /** @throws IllegalArgumentException whose message continues "'text' …" */
    public static ListenAddress parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(4)) > MAX_PORT) {
            throw new IllegalArgumentException("is not udp://, tcp:// or tls:// with an address and a port");
        }
        String host = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        try {
            return new ListenAddress(
                    Transport.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
                    InetAddress.ofLiteral(host),
                    Integer.parseInt(matcher.group(4)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("names no address: a name is not looked up", e);
        }
    }

    InetSocketAddress socketAddress() {
        return new InetSocketAddress(host, port);
    }

    /** A name that a directory may have. */
    String folderName() {
        return toString().replaceAll("[^A-Za-z0-9.]+", "-");
    }

    /** As it is written; also the source's name in vitals. */
    @Override
    public String toString() {
        String address = host.getHostAddress();
        return transport.name().toLowerCase(Locale.ROOT) + "://"
                + (address.indexOf(':') < 0 ? address : '[' + address + ']') + ':' + port;
    }
}
