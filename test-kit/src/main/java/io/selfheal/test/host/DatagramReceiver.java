package io.selfheal.test.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** The other end: a real unix datagram socket, as systemd has one. */
public final class DatagramReceiver implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    /** What a test waits for at most: nothing interrupts a thread in the C library. */
    private static final long PATIENCE_SECONDS = 30;

    private static final int MAX = 4096;

    private static final MethodHandle SOCKET = function(
            "socket",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle BIND = function(
            "bind",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle SETSOCKOPT = function(
            "setsockopt",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT));
    private static final MethodHandle RECV = function(
            "recv",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final int socket;

    /** Listens at a path that does not exist yet. */
    public static DatagramReceiver at(String path) {
        return new DatagramReceiver((path + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** Listens under a name in the abstract namespace. */
    public static DatagramReceiver atAbstract(String name) {
        return new DatagramReceiver(("\0" + name).getBytes(StandardCharsets.UTF_8));
    }

    private DatagramReceiver(byte[] name) {
        try (Arena arena = Arena.ofConfined()) {
            socket = (int) SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM, 0);
            MemorySegment address = arena.allocate(2L + name.length, 2);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
            int bound = (int) BIND.invokeExact(socket, address, (int) address.byteSize());
            if (bound != 0) {
                throw new IllegalStateException("bind failed");
            }
            MemorySegment patience = arena.allocateFrom(ValueLayout.JAVA_LONG, PATIENCE_SECONDS, 0); // struct timeval
            int set =
                    (int) SETSOCKOPT.invokeExact(socket, SOL_SOCKET, SO_RCVTIMEO, patience, (int) patience.byteSize());
            if (set != 0) {
                throw new IllegalStateException("setsockopt failed");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next datagram; waits for it, and fails when none comes. */
    public String receive() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(MAX);
            long length = (long) RECV.invokeExact(socket, bytes, (long) MAX, 0);
            if (length < 0) {
                throw new AssertionError("no datagram within " + PATIENCE_SECONDS + " s");
            }
            return new String(bytes.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            int closed = (int) CLOSE.invokeExact(socket);
            if (closed != 0) {
                throw new IllegalStateException("close failed");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted") // calling into libc is what this class is for
    private static MethodHandle function(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }
}
