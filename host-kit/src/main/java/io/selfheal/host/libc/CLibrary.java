package io.selfheal.host.libc;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The C library's functions by name, with what they leave in errno. */
public final class CLibrary {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private CLibrary() {}

    /**
     * A function.
     *
     * @return takes a {@link #state} before the function's own arguments
     */
    @SuppressWarnings("restricted") // calling into the C library is what this class is for
    public static MethodHandle function(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), shape, Linker.Option.captureCallState("errno"));
    }

    /**
     * Calls a function.
     *
     * @param <T> what becomes of its answer
     */
    @FunctionalInterface
    interface Call<T> {
        /**
         * @param arena for what is handed over; closed after the call
         * @param state where the function leaves its errno
         */
        T with(Arena arena, MemorySegment state) throws Throwable;
    }

    /** Makes a call; a method handle may throw anything, and these throw nothing but what the call itself does. */
    static <T> T call(String name, Call<T> call) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return call.with(arena, state(arena));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(name + " threw", e);
        }
    }

    /** Where a call leaves its errno; for one thread. */
    public static MemorySegment state(SegmentAllocator allocator) {
        return allocator.allocate(STATE);
    }

    /** What the last call that failed left, see errno(3). */
    public static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }
}
