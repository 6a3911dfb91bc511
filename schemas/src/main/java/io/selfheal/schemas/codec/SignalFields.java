package io.selfheal.schemas.codec;

import io.selfheal.schemas.assess.Evidence;
import io.selfheal.schemas.assess.Signal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Signals with their evidence, as assessments, blocks and alerts carry them. */
final class SignalFields {
    private SignalFields() {}

    static void write(List<Signal> signals, JsonWriter to) throws IOException {
        to.objects("signals", signals, SignalFields::writeSignal);
    }

    private static void writeSignal(Signal signal, JsonWriter to) throws IOException {
        to.text("name", signal.name()).number("points", signal.points()).text("reason", signal.reason());
        to.text("technique", signal.technique()).text("version", signal.version());
        to.objects("evidence", signal.evidence(), SignalFields::writeEvidence);
    }

    private static void writeEvidence(Evidence evidence, JsonWriter to) throws IOException {
        to.text("ref", evidence.ref()).instant("time", evidence.time());
        to.text("host", evidence.host()).text("excerpt", evidence.excerpt());
    }

    static List<Signal> read(Fields from) throws DecodeException {
        List<Signal> signals = new ArrayList<>();
        for (Fields signal : from.objects("signals")) {
            List<Evidence> evidence = new ArrayList<>();
            for (Fields e : signal.objects("evidence")) {
                evidence.add(new Evidence(e.text("ref"), e.instant("time"), e.text("host"), e.text("excerpt")));
            }
            signals.add(new Signal(
                    signal.text("name"),
                    signal.int32("points"),
                    signal.text("reason"),
                    signal.textOrNull("technique"),
                    signal.text("version"),
                    evidence));
        }
        return signals;
    }
}
