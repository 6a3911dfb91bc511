package io.selfheal.schemas.codec;

import io.selfheal.schemas.outcome.Mode;
import io.selfheal.schemas.outcome.Outcome.ActionKind;
import io.selfheal.schemas.vitals.FirewallState;
import io.selfheal.schemas.vitals.SourceHeartbeat;
import io.selfheal.schemas.vitals.Trouble;
import io.selfheal.schemas.vitals.Vitals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Vitals: {@code agent.type}, {@code agent.version} and {@code selfheal.vitals}. */
final class VitalsCodec extends DocumentCodec<Vitals> {
    @Override
    void write(Vitals value, JsonWriter to) throws IOException {
        to.instant("@timestamp", value.time());
        ecsVersion(to);
        to.begin("event")
                .text("kind", "metric")
                .text("dataset", "selfheal.vitals")
                .end();
        to.begin("host").text("name", value.host()).end();
        to.begin("agent")
                .text("type", value.agent())
                .text("version", value.version())
                .end();
        beginOwn(to, "vitals").begin("vitals").instant("started", value.started());
        to.objects("sources", value.sources(), VitalsCodec::writeSource);
        FirewallState firewall = value.firewall();
        if (firewall != null) {
            to.begin("firewall").text("backend", firewall.backend()).number("desired", firewall.desired());
            to.number("enforced", firewall.enforced());
            to.number("drift_repaired", firewall.driftRepaired());
            to.numberUnless(-1, "packets_dropped", firewall.packetsDropped()).end();
        }
        to.begin("modes");
        for (Map.Entry<String, Mode> mode : WireName.named(value.modes()).entrySet()) {
            to.constant(mode.getKey(), mode.getValue());
        }
        to.end();
        if (value.hostVitals() != null) {
            HostVitalsFields.write(value.hostVitals(), to);
        }
        if (!value.troubles().isEmpty()) {
            to.objects("troubles", value.troubles(), VitalsCodec::writeTrouble);
        }
        to.end().end();
    }

    private static void writeTrouble(Trouble trouble, JsonWriter to) throws IOException {
        to.text("about", trouble.about()).text("text", trouble.text());
    }

    private static void writeSource(SourceHeartbeat source, JsonWriter to) throws IOException {
        to.text("source", source.source()).text("state", source.state()).number("lag_bytes", source.lagBytes());
        to.number("lines", source.lines()).number("events", source.events()).number("unparsed", source.unparsed());
        to.instant("last_line", source.lastLine()).instant("last_event", source.lastEvent());
        to.numberUnless(0, "dropped", source.dropped()).numberUnless(0, "gaps", source.gaps());
        to.numberUnless(0, "gap_bytes", source.gapBytes()).numberUnless(0, "gap_entries", source.gapEntries());
        to.numberUnless(0, "undecodable", source.undecodable());
    }

    @Override
    Vitals read(Fields document, Fields own) throws DecodeException {
        Fields v = own.in("vitals");
        List<SourceHeartbeat> sources = new ArrayList<>();
        for (Fields s : v.objects("sources")) {
            sources.add(new SourceHeartbeat(
                    s.text("source"),
                    s.text("state"),
                    s.int64("lag_bytes"),
                    s.int64("lines"),
                    s.int64("events"),
                    s.int64("unparsed"),
                    s.instantOrNull("last_line"),
                    s.instantOrNull("last_event"),
                    s.has("dropped") ? s.int64("dropped") : 0,
                    s.has("gaps") ? s.int64("gaps") : 0,
                    s.has("gap_bytes") ? s.int64("gap_bytes") : 0,
                    s.has("gap_entries") ? s.int64("gap_entries") : 0,
                    s.has("undecodable") ? s.int64("undecodable") : 0));
        }
        List<Trouble> troubles = new ArrayList<>();
        for (Fields t : v.objects("troubles")) {
            troubles.add(new Trouble(t.text("about"), t.text("text")));
        }
        return new Vitals(
                document.instant("@timestamp"),
                document.in("host").text("name"),
                document.in("agent").text("type"),
                document.in("agent").text("version"),
                v.instant("started"),
                sources,
                v.has("firewall") ? readFirewall(v.in("firewall")) : null,
                readModes(v.in("modes")),
                v.has("host") ? HostVitalsFields.read(v.in("host")) : null,
                troubles);
    }

    private static @Nullable FirewallState readFirewall(Fields f) throws DecodeException {
        return new FirewallState(
                f.text("backend"),
                f.int32("desired"),
                f.int32("enforced"),
                f.int64("drift_repaired"),
                f.has("packets_dropped") ? f.int64("packets_dropped") : -1);
    }

    /** Kinds of actions that a newer agent has and we do not know are left out. */
    private static Map<ActionKind, Mode> readModes(Fields from) throws DecodeException {
        Map<ActionKind, Mode> modes = new EnumMap<>(ActionKind.class);
        for (ActionKind kind : ActionKind.values()) {
            if (from.has(WireName.of(kind))) {
                modes.put(kind, from.oneOf(WireName.of(kind), Mode.class));
            }
        }
        return modes;
    }
}
