package io.selfheal.responder.firewall.netlink;

import io.selfheal.host.libc.CLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The five functions of the C library that a socket needs; each answers with a negated errno when it fails. */
final class Libc {
    private static final MethodHandle SOCKET =
            function("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle SETSOCKOPT = function(
            "setsockopt",
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT);
    private static final MethodHandle SEND = function(
            "send",
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT);
    private static final MethodHandle RECV = function(
            "recv",
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT);
    private static final MethodHandle CLOSE = function("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

    private final MemorySegment state;

    /** @param arena as long as these calls are made */
    Libc(Arena arena) {
        this.state = CLibrary.state(arena);
    }

    int socket(int domain, int type, int protocol) {
        try {
            int file = (int) SOCKET.invokeExact(state, domain, type, protocol);
            return file < 0 ? errno() : file;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int setsockopt(int file, int level, int option, MemorySegment value) {
        try {
            int result = (int) SETSOCKOPT.invokeExact(state, file, level, option, value, (int) value.byteSize());
            return result < 0 ? errno() : result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    long send(int file, MemorySegment bytes, long length, int flags) {
        try {
            long sent = (long) SEND.invokeExact(state, file, bytes, length, flags);
            return sent < 0 ? errno() : sent;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    long recv(int file, MemorySegment bytes, int flags) {
        try {
            long received = (long) RECV.invokeExact(state, file, bytes, bytes.byteSize(), flags);
            return received < 0 ? errno() : received;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    int close(int file) {
        try {
            int result = (int) CLOSE.invokeExact(state, file);
            return result < 0 ? errno() : result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    private int errno() {
        return -CLibrary.errno(state);
    }

    private static AssertionError impossible(Throwable e) {
        return new AssertionError("a call into the C library threw", e);
    }

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return CLibrary.function(name, FunctionDescriptor.of(result, arguments));
    }
}
