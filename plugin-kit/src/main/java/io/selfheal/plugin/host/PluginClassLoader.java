package io.selfheal.plugin.host;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plugin's own classes over those that it may see: the JDK's, {@code io.selfheal.plugin} and {@code
 * io.selfheal.schemas}. Two plugins never see each other, and none sees the code that runs it.
 */
final class PluginClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String API = "io.selfheal.plugin.";
    private static final String SCHEMAS = "io.selfheal.schemas.";

    private final ClassLoader ours;
    private final Map<String, byte[]> entries;

    PluginClassLoader(PluginJar jar) {
        super("plugin-" + jar.description().id(), getPlatformClassLoader());
        this.ours = PluginClassLoader.class.getClassLoader();
        this.entries = jar.entries();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return isExposed(name) ? ours.loadClass(name) : super.loadClass(name, resolve);
    }

    /** The interface's own package, but not the host's below it. */
    private static boolean isExposed(String name) {
        return name.startsWith(SCHEMAS) || (name.startsWith(API) && name.indexOf('.', API.length()) < 0);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = entries.get(name.replace('.', '/') + ".class");
        if (bytes == null) {
            throw new ClassNotFoundException(name + " is neither in the plugin nor for plugins");
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        byte[] bytes = entries.get(name);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }
}
