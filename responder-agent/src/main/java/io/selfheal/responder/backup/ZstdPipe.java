package io.selfheal.responder.backup;

import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Compresses what is written with the {@code zstd} program, which needs half the room of what there is for Java. What it
 * makes goes on by a thread of its own. Closing it waits for the program's end and looks at its exit status; an archive of
 * one that failed is never believed.
 */
final class ZstdPipe extends OutputStream {
    static final List<String> PROGRAM = List.of("/usr/bin/zstd");

    /** Once all is written, only a few blocks are left to be compressed. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final int MOST_SAID = 4096;
    private static final int QUOTED = 200;

    private final OutputStream below;
    private final Process process;
    private final Thread pump;
    private final Thread listener;
    private volatile @Nullable IOException failure;
    private volatile String said = "";
    private boolean closed;

    /**
     * Starts the program.
     *
     * @param program with its leading arguments
     * @param level 1 to 19; what is above needs more memory than reading it allows
     * @throws IOException if it is not here or does not start
     */
    ZstdPipe(List<String> program, int level, OutputStream below) throws IOException {
        if (!Files.isExecutable(Path.of(program.getFirst()))) {
            throw new IOException(program.getFirst() + " is not here: install zstd, or use compression: gzip");
        }
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("-q", "-c", "-" + level));
        this.below = below;
        this.process = new ProcessBuilder(command).start();
        this.pump = Thread.ofPlatform().daemon().name("backup-zstd").start(this::carry);
        this.listener = Thread.ofPlatform().daemon().name("backup-zstd-errors").start(this::listen);
    }

    private void carry() {
        try (InputStream in = process.getInputStream()) {
            in.transferTo(below);
        } catch (IOException e) {
            failure = e;
            process.destroyForcibly();
        }
    }

    private void listen() {
        try (InputStream in = process.getErrorStream()) {
            said = new String(in.readNBytes(MOST_SAID), StandardCharsets.UTF_8);
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            said = String.valueOf(e.getMessage());
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            process.getOutputStream().write(bytes, from, count);
        } catch (IOException e) {
            throw why(e);
        }
    }

    /** Nothing to be done: zstd ends its blocks when it likes. */
    @Override
    public void flush() {}

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (below) {
            end();
        } finally {
            process.destroyForcibly();
        }
    }

    private void end() throws IOException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw why(e);
        }
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || !pump.join(LIMIT) || !listener.join(LIMIT)) {
                throw new IOException("zstd did not end within " + LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while zstd was waited for", e);
        }
        IOException broken = failure;
        if (broken != null) {
            throw broken;
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "zstd failed with status " + process.exitValue() + ": " + Excerpt.of(said.strip(), QUOTED));
        }
    }

    /** What really went wrong when the program does not read any more: the disk below, or the program. */
    private IOException why(IOException pipe) {
        try {
            pump.join(LIMIT);
            listener.join(LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        IOException broken = failure;
        return broken != null && !String.valueOf(broken.getMessage()).contains("closed")
                ? broken
                : new IOException("zstd ended early: " + Excerpt.of(said.strip(), QUOTED), pipe);
    }
}
