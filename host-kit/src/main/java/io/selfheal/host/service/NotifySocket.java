package io.selfheal.host.service;

import io.selfheal.host.libc.CLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Sends datagrams to a unix socket: sd_notify(3)'s transport, which the JDK does not have (its unix channels are streams
 * only). A name that begins with {@code @} stands for one in the abstract namespace, see unix(7).
 */
final class NotifySocket {
    private static final int AF_UNIX = 1;
    /** SOCK_DGRAM and SOCK_CLOEXEC: programs that the agent starts do not inherit it. */
    private static final int DATAGRAM = 2 | 0x80000;

    /** Never SIGPIPE, and never waiting: systemd that does not read must not hold an agent up. */
    private static final int NO_SIGNAL_NO_WAIT = 0x4000 | 0x40;
    /** Bytes of {@code sun_path}. */
    static final int MAX_NAME = 108;

    private static final int PATH_OFFSET = 2;

    /** Made when the first datagram is sent: finding the functions takes a cold JVM a tenth of a second. */
    private static final class Library {
        private static final MethodHandle SOCKET = CLibrary.function(
                "socket",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        private static final MethodHandle SENDTO = CLibrary.function(
                "sendto",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT));
        private static final MethodHandle CLOSE =
                CLibrary.function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

        private Library() {}
    }

    private final byte[] address;

    /**
     * @param name an absolute path, or {@code @} and an abstract name
     * @throws IllegalArgumentException if it is neither, or too long
     */
    NotifySocket(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = name.startsWith("@");
        if (bytes.length < 2 || (!isAbstract && !name.startsWith("/"))) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no socket; allowed: an absolute path, or @ and an abstract name");
        }
        if (bytes.length + (isAbstract ? 0 : 1) > MAX_NAME) {
            throw new IllegalArgumentException("'" + name + "' is too long; allowed: " + (MAX_NAME - 1) + " bytes");
        }
        if (isAbstract) {
            bytes[0] = 0;
        }
        this.address = bytes;
    }

    /**
     * Sends one datagram.
     *
     * @throws IOException if nobody reads there, or the caller may not write
     */
    void send(String message) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = CLibrary.state(arena);
            int socket = (int) Library.SOCKET.invokeExact(state, AF_UNIX, DATAGRAM, 0);
            if (socket < 0) {
                throw failed("socket", state);
            }
            try {
                MemorySegment text =
                        arena.allocateFrom(ValueLayout.JAVA_BYTE, message.getBytes(StandardCharsets.UTF_8));
                MemorySegment to = socketAddress(arena);
                long sent = (long) Library.SENDTO.invokeExact(
                        state, socket, text, text.byteSize(), NO_SIGNAL_NO_WAIT, to, (int) to.byteSize());
                if (sent != text.byteSize()) {
                    throw failed("sendto", state);
                }
            } finally {
                int closed = (int) Library.CLOSE.invokeExact(state, socket);
                assert closed == 0;
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("calling the C library", e);
        }
    }

    /** {@code struct sockaddr_un}: as long as the name, with the zero byte that ends a path but not an abstract name. */
    private MemorySegment socketAddress(Arena arena) {
        boolean isAbstract = address[0] == 0;
        MemorySegment to = arena.allocate(PATH_OFFSET + address.length + (isAbstract ? 0L : 1L), 2);
        to.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(address, 0, to, ValueLayout.JAVA_BYTE, PATH_OFFSET, address.length);
        return to;
    }

    private static IOException failed(String call, MemorySegment state) {
        return new IOException(call + " failed with errno " + CLibrary.errno(state));
    }
}
