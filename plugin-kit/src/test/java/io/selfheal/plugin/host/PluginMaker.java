package io.selfheal.plugin.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles plugins and puts them into a folder with its allow-list. */
final class PluginMaker {
    private final Path work;
    final Path folder;
    final Path allowList;

    PluginMaker(Path work) throws IOException {
        this.work = work;
        folder = Files.createDirectory(work.resolve("plugins"));
        allowList = work.resolve("plugins.allow");
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The folder as this test's user may have it. */
    PluginFolder look() throws IOException {
        return new PluginFolder(folder, allowList, new RootOwned(List.of(0, uid())));
    }

    private int uid() throws IOException {
        return (Integer) Files.getAttribute(work, "unix:uid");
    }

    /** A detector of class {@code p.NAME} whose members are given; allowed. */
    Path detector(String id, String members) throws IOException {
        Path jar = write(id + ".jar", detectorJar(id, members));
        allow(jar);
        return jar;
    }

    byte[] detectorJar(String id, String members) throws IOException {
        String code = """
                package p;
                import io.selfheal.plugin.*;
                import io.selfheal.schemas.assess.ThreatClass;
                import io.selfheal.schemas.event.*;
                import java.util.*;
                public class Detector implements DetectorPlugin {
                    public Set<EventAction> actions() { return Set.of(EventAction.LOGIN); }
                    %s
                }
                """.formatted(members);
        return jar(
                Map.of(
                        "META-INF/selfheal-plugin.properties",
                        "id=%s\nversion=1.0\napi-version=1\ndetector=p.Detector\n".formatted(id)),
                compile("p/Detector.java", code));
    }

    Path write(String name, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    void allow(Path jar) throws IOException {
        String before = Files.exists(allowList) ? Files.readString(allowList) : "# plugins\n";
        Files.writeString(
                allowList, before + AllowList.hashOf(Files.readAllBytes(jar)) + "  " + jar.getFileName() + "\n");
        Files.setPosixFilePermissions(allowList, PosixFilePermissions.fromString("rw-r--r--"));
    }

    Map<String, byte[]> compile(String name, String code) throws IOException {
        Path sources = Files.createTempDirectory(work, "code");
        Path source = sources.resolve(name);
        Files.createDirectories(source.getParent());
        Files.writeString(source, code);
        Path classes = Files.createDirectory(sources.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean done = compiler.getTask(
                            said,
                            files,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-d",
                                    classes.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertThat(done).as(said.toString()).isTrue();
        }
        Map<String, byte[]> compiled = new java.util.TreeMap<>();
        try (Stream<Path> found = Files.walk(classes)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                compiled.put(classes.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return compiled;
    }

    static byte[] jar(Map<String, String> texts, Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                out.putNextEntry(new ZipEntry(text.getKey()));
                out.write(text.getValue().getBytes(StandardCharsets.UTF_8));
            }
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
