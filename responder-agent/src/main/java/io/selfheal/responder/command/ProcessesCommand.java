package io.selfheal.responder.command;

import io.selfheal.responder.json.Json;
import io.selfheal.responder.vitals.ProcessList;
import io.selfheal.responder.vitals.ProcessList.Listed;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code selfheal processes}. */
@Command(
        name = "processes",
        description = {
            "List the fifty processes that use most CPU, measured over a second.",
            "Changes nothing, and works with everything else down."
        })
public final class ProcessesCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "Only those whose name holds this, in whatever case.")
    private String name = "";

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        List<Listed> processes = new ProcessList(Path.of("/")).look(name, Duration.ofSeconds(1));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            processes.forEach(each -> out.println(Json.write(map(each))));
        } else {
            List<List<String>> rows = new ArrayList<>();
            for (Listed each : processes) {
                rows.add(List.of(
                        Integer.toString(each.pid()),
                        each.name(),
                        each.user(),
                        String.format(Locale.ROOT, "%.1f %%", each.cpuPercent()),
                        String.format(Locale.ROOT, "%d MiB (%.1f %%)", each.memory() >> 20, each.memoryPercent())));
            }
            Table.print(List.of("PID", "NAME", "USER", "CPU", "MEMORY"), rows, out);
        }
        out.flush();
        return 0;
    }

    private static Map<String, Object> map(Listed process) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("pid", process.pid());
        map.put("name", process.name());
        map.put("user", process.user());
        map.put("cpu_percent", process.cpuPercent());
        map.put("memory", process.memory());
        map.put("memory_percent", process.memoryPercent());
        return map;
    }
}
