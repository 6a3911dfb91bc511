package io.selfheal.responder;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Code of this JVM on a thread that entered a network namespace; a socket stays where it was opened. */
final class InsideNamespace {
    private static final int NETWORK = 0x4000_0000;
    private static final MethodHandle OPEN =
            function("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT, Linker.Option.firstVariadicArg(2));
    private static final MethodHandle SETNS = function("setns", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

    private InsideNamespace() {}

    static <T> T call(String namespace, Callable<T> code) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter(namespace);
            return code.call();
        });
        Thread.ofPlatform().name("inside-" + namespace).daemon().start(task);
        return task.get();
    }

    private static void enter(String namespace) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom("/run/netns/" + namespace);
            int file = (int) OPEN.invokeExact(path, 0x8_0000);
            int entered = (int) SETNS.invokeExact(file, NETWORK);
            if (file < 0 || entered != 0) {
                throw new IllegalStateException("cannot enter " + namespace);
            }
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, ValueLayout first, ValueLayout second, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, first, second),
                options);
    }
}
