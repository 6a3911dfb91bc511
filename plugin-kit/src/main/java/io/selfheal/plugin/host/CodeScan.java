package io.selfheal.plugin.host;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks through a plugin's classes for calls that no plugin needs. It finds honest mistakes, and what a reviewer should
 * look at; whoever hides a call behind reflection passes, so this is no sandbox: the JVM has none.
 */
final class CodeScan {
    /** Ends the process, with everything that runs in it. */
    private static final Set<String> FORBIDDEN =
            Set.of("java/lang/System.exit", "java/lang/Runtime.exit", "java/lang/Runtime.halt");

    /** Beginnings of what a reviewer wants to know of. */
    private static final Map<String, String> NOTABLE = Map.of(
            "java/lang/ProcessBuilder.", "starts programs",
            "java/lang/Runtime.exec", "starts programs",
            "java/lang/Thread.", "uses threads of its own",
            "java/util/concurrent/Executors.", "uses threads of its own",
            "java/net/", "uses the network",
            "java/nio/file/Files.", "reads or writes files",
            "java/io/File", "reads or writes files",
            "java/lang/reflect/", "uses reflection",
            "java/lang/foreign/", "calls native code",
            "java/lang/System.load", "calls native code");

    private CodeScan() {}

    /**
     * Refuses what ends the process.
     *
     * @return what is worth knowing, in words
     */
    static Set<String> scan(PluginJar jar) throws PluginException {
        Set<String> notes = new TreeSet<>();
        for (Map.Entry<String, byte[]> entry : jar.entries().entrySet()) {
            if (entry.getKey().endsWith(".class")) {
                scan(jar.file(), entry.getKey(), entry.getValue(), notes);
            }
        }
        return notes;
    }

    private static void scan(String file, String name, byte[] bytes, Set<String> notes) throws PluginException {
        try {
            ClassModel model = ClassFile.of().parse(bytes);
            for (PoolEntry entry : model.constantPool()) {
                if (entry instanceof MemberRefEntry member) {
                    String called = member.owner().asInternalName() + "."
                            + member.name().stringValue();
                    if (FORBIDDEN.contains(called)) {
                        throw new PluginException(file + ": " + name + " calls " + called.replace('/', '.')
                                + "; allowed: to throw, since ending the process is not a plugin's to do");
                    }
                    NOTABLE.forEach((beginning, note) -> {
                        if (called.startsWith(beginning)) {
                            notes.add(note);
                        }
                    });
                }
            }
        } catch (IllegalArgumentException e) {
            throw new PluginException(file + ": " + name + " is no class file: " + e.getMessage(), e);
        }
    }
}
