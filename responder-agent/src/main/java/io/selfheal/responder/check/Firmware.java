package io.selfheal.responder.check;

import io.selfheal.responder.json.Json;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What fwupd would update, by its JSON and exit status alone: 0 there are updates, 2 nothing to do (fwupdmgr(1)); its
 * text for people changes from version to version.
 */
public final class Firmware {
    private static final String CHECK = "firmware";
    private static final int NOTHING_TO_DO = 2;
    private static final int QUOTED = 300;

    private final ExternalProgram fwupdmgr;

    public Firmware(ExternalProgram fwupdmgr) {
        this.fwupdmgr = fwupdmgr;
    }

    /** @param refresh fetch the metadata first */
    public Finding look(boolean refresh) {
        if (!Files.isExecutable(Path.of(fwupdmgr.command().getFirst()))) {
            return new Finding.NotHere(CHECK, "fwupd is not installed");
        }
        try {
            List<String> hints = new ArrayList<>();
            if (refresh) {
                ExternalProgram.Run<String> run =
                        fwupdmgr.run(List.of("refresh", "--json"), ExternalProgram.Input.NONE);
                if (!run.succeeded() && run.exit() != NOTHING_TO_DO) {
                    hints.add("the metadata was not refreshed: "
                            + Excerpt.of(run.errors().strip(), QUOTED));
                }
            }
            ExternalProgram.Run<String> run =
                    fwupdmgr.run(List.of("get-updates", "--json"), ExternalProgram.Input.NONE);
            if (run.exit() == NOTHING_TO_DO) {
                return new Finding.Looked(CHECK, 0, List.of(), hints);
            }
            if (!run.succeeded()) {
                return new Finding.Failed(
                        CHECK, "fwupdmgr: " + Excerpt.of((run.errors() + run.output()).strip(), QUOTED));
            }
            return read(run.output(), hints);
        } catch (IOException e) {
            return new Finding.Failed(CHECK, String.valueOf(e.getMessage()));
        }
    }

    private static Finding read(String json, List<String> hints) throws IOException {
        List<String> lines = new ArrayList<>();
        int urgent = 0;
        if (!(Json.readObject(json.strip()).get("Devices") instanceof List<?> devices)) {
            return new Finding.Failed(CHECK, "fwupdmgr's answer names no devices");
        }
        for (Object device : devices) {
            if (device instanceof Map<?, ?> map && map.get("Releases") instanceof List<?> releases) {
                Map<?, ?> newest = releases.getFirst() instanceof Map<?, ?> first ? first : Map.of();
                String urgency = text(newest.get("Urgency"));
                urgent += urgency.equals("high") || urgency.equals("critical") ? 1 : 0;
                lines.add(text(map.get("Name")) + " " + text(map.get("Version")) + " → " + text(newest.get("Version"))
                        + (urgency.isEmpty() ? "" : " (" + urgency + ")"));
            }
        }
        return new Finding.Looked(CHECK, urgent, lines, hints);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : Excerpt.of(value.toString(), 100);
    }
}
