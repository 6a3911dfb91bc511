package io.selfheal.responder.vitals;

import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.schemas.net.IpAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** This host's sockets, TCP and UDP, with the processes that hold them, by ss(8) (COL-23). Root sees all processes. */
public final class Connections {
    /** More are not listed. */
    static final int MOST = 50_000;

    /** The end of {@code users:(("sshd",pid=42,fd=3),…)}: a program chooses its name, and may call itself so. */
    private static final Pattern LAST_PID = Pattern.compile(",pid=([0-9]{1,9}),fd=[0-9]{1,9}\\)\\)$");

    private final ExternalProgram ss;
    private final KernelFiles files;

    /**
     * One socket.
     *
     * @param protocol tcp or udp
     * @param state established, listen, …; unconn of one that waits for datagrams
     * @param pid of a process that holds it; 0 if none is known
     * @param process its name; empty if it is not known
     */
    public record Connection(String protocol, String state, Endpoint local, Endpoint remote, int pid, String process) {}

    /**
     * One end of it.
     *
     * @param address null if it is any
     * @param port 0 if it is any
     */
    public record Endpoint(@Nullable IpAddress address, int port) {
        @Override
        public String toString() {
            String host = address == null ? "*" : address.isIpv4() ? address.toString() : "[" + address + "]";
            return host + ":" + (port == 0 ? "*" : Integer.toString(port));
        }
    }

    /** @param root {@code /} */
    public Connections(ExternalProgram ss, Path root) {
        this.ss = ss;
        this.files = new KernelFiles(root);
    }

    /** @throws IOException if ss cannot be asked */
    public List<Connection> look() throws IOException {
        ExternalProgram.Run<List<Connection>> run =
                ss.run(List.of("-H", "-t", "-u", "-n", "-a", "-p"), ExternalProgram.Input.NONE, this::read);
        if (!run.succeeded()) {
            throw new IOException("ss: " + run.errors().strip());
        }
        return run.output();
    }

    private List<Connection> read(InputStream in) throws IOException {
        List<Connection> all = new ArrayList<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null && all.size() < MOST; line = lines.readLine()) {
            // Protocol, state, two queues, both ends, processes.
            String[] fields = line.strip().split("\\s+", 7);
            if (fields.length >= 6) {
                all.add(connection(fields));
            }
        }
        return all;
    }

    private Connection connection(String[] fields) {
        Matcher process = LAST_PID.matcher(fields.length > 6 ? fields[6] : "");
        int pid = process.find() ? Integer.parseInt(process.group(1)) : 0;
        String state = fields[1].toLowerCase(Locale.ROOT).replace('-', '_');
        return new Connection(
                fields[0],
                state.equals("estab") ? "established" : state,
                endpoint(fields[4]),
                endpoint(fields[5]),
                pid,
                pid == 0 ? "" : files.text("proc/" + pid + "/comm", 64).strip());
    }

    /** {@code 127.0.0.53%lo:53}, {@code [fe80::1]%eth0:546}, {@code *:80}, {@code 0.0.0.0:*}. */
    private static Endpoint endpoint(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        int zone = host.indexOf('%');
        host = (zone < 0 ? host : host.substring(0, zone)).replace("[", "").replace("]", "");
        IpAddress address = host.equals("0.0.0.0") || host.equals("::") ? null : IpAddress.tryParse(host);
        return new Endpoint(address, (int) KernelFiles.parse(text.substring(colon + 1), 0));
    }
}
