package io.selfheal.e2e.lab;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Code of this very JVM inside a network namespace. A thread enters it with setns(2), which holds for that thread
 * alone; a socket stays in the namespace in which it was opened, whoever uses it afterwards. So one JVM, with one
 * clock, holds both ends of a conversation.
 */
public final class Inside {
    private static final int READ_ONLY = 0;
    private static final int NETWORK = 0x4000_0000;

    private static final MethodHandle OPEN = function(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle SETNS =
            function("setns", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private Inside() {}

    /** Runs the code on a thread of its own in the namespace and returns what it returns. */
    public static <T> T call(String netns, Callable<T> code) {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter(netns);
            return code.call();
        });
        Thread.ofPlatform().name("inside-" + netns).daemon().start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new LabException("inside " + netns, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted inside " + netns, e);
        }
    }

    private static void enter(String netns) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom("/run/netns/" + netns);
            int file = (int) OPEN.invokeExact(path, READ_ONLY);
            if (file < 0) {
                throw new LabException("cannot open the namespace " + netns);
            }
            int entered = (int) SETNS.invokeExact(file, NETWORK);
            int closed = (int) CLOSE.invokeExact(file);
            if (entered != 0 || closed != 0) {
                throw new LabException("cannot enter the namespace " + netns);
            }
        } catch (LabException e) {
            throw e;
        } catch (Throwable e) {
            throw new LabException("calling setns(2)", e);
        }
    }

    @SuppressWarnings("restricted") // calling into libc is what this class is for
    private static MethodHandle function(String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape, options);
    }
}
