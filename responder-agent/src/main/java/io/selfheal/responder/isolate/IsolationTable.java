package io.selfheal.responder.isolate;

import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import io.selfheal.responder.program.ExternalProgram.Run;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The table {@code inet selfheal_isolation} in the kernel, through the nft program. */
public final class IsolationTable {
    private static final int CHAINS = 3;

    private final ExternalProgram nft;

    public IsolationTable(ExternalProgram nft) {
        this.nft = nft;
    }

    /** Whether an isolation is possible beside a firewall: only nftables ends one by itself. */
    public static boolean worksBeside(String backend) {
        return backend.equals("netlink") || backend.equals("nft");
    }

    /** Cuts the host off for a time; replaces an isolation that is in force. */
    void close(WayOut out, Duration length) throws IOException {
        run(IsolationScript.write(out, length));
    }

    /** Whether the kernel cuts the host off now: the table stands as we made it, and its time is not over. */
    public boolean isClosed() throws IOException {
        Run<String> run = nft.run(List.of("list", "table", "inet", IsolationScript.TABLE), Input.NONE);
        if (!run.succeeded()) {
            if (run.errors().contains("No such file or directory")) {
                return false;
            }
            throw failure(run.errors());
        }
        List<String> lines = run.output().lines().map(String::strip).toList();
        long ends = lines.stream()
                .filter(line -> line.startsWith(IsolationScript.END) && line.endsWith("drop"))
                .count();
        return ends == CHAINS
                && lines.stream().anyMatch(line -> line.contains("ipv4 timeout") && line.contains("expires"));
    }

    /** Takes the table away; does nothing where it is not. */
    public void open() throws IOException {
        run(IsolationScript.REMOVE);
    }

    private void run(String script) throws IOException {
        Run<String> run = nft.run(List.of("-f", "-"), out -> out.write(script.getBytes(StandardCharsets.US_ASCII)));
        if (!run.succeeded()) {
            throw failure(run.errors());
        }
    }

    private static IOException failure(String errors) {
        return new IOException("nft: " + Excerpt.of(errors.lines().findFirst().orElse("no message"), 300));
    }
}
