package io.selfheal.host.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The extended attributes of what is held, see xattr(7): the JDK has only those that begin with {@code user.}. Names are
 * bytes; here each is a character of ISO 8859-1.
 */
public final class ExtendedAttributes {
    private static final MethodHandle LIST =
            CLibrary.function("listxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
    private static final MethodHandle GET =
            CLibrary.function("getxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    private static final MethodHandle SET = CLibrary.function(
            "setxattr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle REMOVE =
            CLibrary.function("removexattr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

    /** XATTR_LIST_MAX and XATTR_SIZE_MAX of {@code <linux/limits.h>}. */
    private static final int MOST = 65_536;

    private static final int EPERM = 1;
    private static final int E2BIG = 7;
    private static final int ENOSPC = 28;
    private static final int ENODATA = 61;
    private static final int EOPNOTSUPP = 95;

    private ExtendedAttributes() {}

    /**
     * The names of all that this process may see; none where the file system has no such thing.
     *
     * @return empty if they are more than the kernel lists, 64 KiB
     */
    public static Optional<List<String>> names(HeldPath held) throws IOException {
        return CLibrary.call("listxattr", (arena, state) -> {
            MemorySegment path = path(held, arena);
            long needed = (long) LIST.invokeExact(state, path, MemorySegment.NULL, 0L);
            if (needed == 0) {
                return Optional.of(List.of());
            }
            MemorySegment list = arena.allocate(MOST);
            long length = needed < 0 ? needed : (long) LIST.invokeExact(state, path, list, (long) MOST);
            if (length >= 0) {
                return Optional.of(split(list, length));
            }
            return switch (CLibrary.errno(state)) {
                case EOPNOTSUPP -> Optional.of(List.of());
                case E2BIG -> Optional.empty();
                default -> throw failed("listxattr", state);
            };
        });
    }

    /** Each ends with a null byte. */
    private static List<String> split(MemorySegment list, long length) {
        List<String> names = new ArrayList<>();
        for (long at = 0; at < length; ) {
            String name = list.getString(at, StandardCharsets.ISO_8859_1);
            names.add(name);
            at += name.length() + 1L;
        }
        return names;
    }

    /** The value; empty if there is no such attribute. */
    public static Optional<byte[]> get(HeldPath held, String name) throws IOException {
        return CLibrary.call("getxattr", (arena, state) -> {
            MemorySegment value = arena.allocate(MOST);
            long length = (long) GET.invokeExact(state, path(held, arena), name(name, arena), value, (long) MOST);
            if (length >= 0) {
                return Optional.of(value.asSlice(0, length).toArray(JAVA_BYTE));
            }
            return switch (CLibrary.errno(state)) {
                case ENODATA, EOPNOTSUPP -> Optional.empty();
                default -> throw failed("getxattr of " + name, state);
            };
        });
    }

    /**
     * Sets it, whether or not it was there.
     *
     * @throws IOException if the file system cannot keep it, or this process may not
     */
    public static void set(HeldPath held, String name, byte[] value) throws IOException {
        CLibrary.call("setxattr", (arena, state) -> {
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, value);
            int failed =
                    (int) SET.invokeExact(state, path(held, arena), name(name, arena), bytes, (long) value.length, 0);
            if (failed != 0) {
                throw failed("setxattr of " + name, state);
            }
            return failed;
        });
    }

    /** Takes it away, if it is there. */
    public static void remove(HeldPath held, String name) throws IOException {
        CLibrary.call("removexattr", (arena, state) -> {
            int failed = (int) REMOVE.invokeExact(state, path(held, arena), name(name, arena));
            if (failed != 0 && CLibrary.errno(state) != ENODATA) {
                throw failed("removexattr of " + name, state);
            }
            return failed;
        });
    }

    /** These calls follow a link that is the last part, and by this one they reach what is held. */
    private static MemorySegment path(HeldPath held, Arena arena) {
        return arena.allocateFrom(held.path().toString(), StandardCharsets.US_ASCII);
    }

    private static MemorySegment name(String name, Arena arena) {
        return arena.allocateFrom(name, StandardCharsets.ISO_8859_1);
    }

    private static IOException failed(String call, MemorySegment state) {
        int errno = CLibrary.errno(state);
        String why =
                switch (errno) {
                    case EPERM -> "this process may not do it";
                    case ENOSPC -> "the file system has no room for it";
                    case EOPNOTSUPP -> "the file system keeps no such thing";
                    default -> "errno " + errno;
                };
        return new IOException(call + " failed: " + why);
    }
}
