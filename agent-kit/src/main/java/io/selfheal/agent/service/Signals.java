package io.selfheal.agent.service;

import io.selfheal.agent.log.Log;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * SIGHUP. The JDK offers signals only in {@code sun.misc}, whose use javac warns of; so it is reached by name. Without it
 * a SIGHUP ends the agent like a SIGTERM, and the service manager starts it again.
 */
final class Signals {
    private static final Log LOG = Log.of(Signals.class);

    private Signals() {}

    static void onHangUp(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler call = (proxy, method, arguments) -> answer(proxy, method.getName(), arguments, action);
            Object ours = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, call);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), ours);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("a SIGHUP will stop the agent instead of reading its configuration", "cause", e);
        }
    }

    private static Object answer(Object proxy, String method, Object[] arguments, Runnable action) {
        return switch (method) {
            case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "SIGHUP's handler";
            default -> {
                action.run();
                yield "";
            }
        };
    }
}
