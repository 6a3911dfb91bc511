package io.selfheal.responder.vitals;

import io.selfheal.schemas.text.Excerpt;
import io.selfheal.schemas.vitals.HostVitals.Temperature;
import java.util.ArrayList;
import java.util.List;

/** Temperatures, from /sys/class/hwmon, and from /sys/class/thermal where there is none. */
final class Sensors {
    private static final int MAX = 32;

    private final KernelFiles files;

    Sensors(KernelFiles files) {
        this.files = files;
    }

    List<Temperature> temperatures() {
        List<Temperature> all = new ArrayList<>();
        for (String chip : files.names("sys/class/hwmon", "hwmon*")) {
            String base = "sys/class/hwmon/" + chip + "/";
            String name = word(base + "name", chip);
            for (String input : files.names(base, "temp*_input")) {
                String label = word(base + input.replace("_input", "_label"), input.replace("_input", ""));
                add(all, name + " " + label, base + input);
            }
        }
        if (all.isEmpty()) {
            for (String zone : files.names("sys/class/thermal", "thermal_zone*")) {
                String base = "sys/class/thermal/" + zone + "/";
                add(all, word(base + "type", zone), base + "temp");
            }
        }
        return all;
    }

    private String word(String path, String otherwise) {
        String text = files.text(path, 64).strip();
        return text.isEmpty() ? otherwise : Excerpt.of(text, 60);
    }

    /** Thousandths of a degree; sensors without a probe say nonsense. */
    private void add(List<Temperature> all, String sensor, String path) {
        double celsius = files.number(path, Long.MIN_VALUE) / 1000.0;
        if (all.size() < MAX && celsius > -60 && celsius < 200) {
            all.add(new Temperature(sensor, KernelFiles.rounded(celsius)));
        }
    }
}
