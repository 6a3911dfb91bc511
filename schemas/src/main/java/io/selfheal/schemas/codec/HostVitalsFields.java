package io.selfheal.schemas.codec;

import io.selfheal.schemas.vitals.HostVitals;
import io.selfheal.schemas.vitals.HostVitals.BusyProcess;
import io.selfheal.schemas.vitals.HostVitals.Disk;
import io.selfheal.schemas.vitals.HostVitals.Load;
import io.selfheal.schemas.vitals.HostVitals.Memory;
import io.selfheal.schemas.vitals.HostVitals.NetworkInterface;
import io.selfheal.schemas.vitals.HostVitals.Pressure;
import io.selfheal.schemas.vitals.HostVitals.Temperature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code selfheal.vitals.host}: how the host does. */
final class HostVitalsFields {
    private HostVitalsFields() {}

    static void write(HostVitals v, JsonWriter to) throws IOException {
        to.begin("host").number("uptime_seconds", v.uptimeSeconds()).number("cpus", v.cpus());
        to.decimal("cpu_percent", v.cpuPercent());
        Load load = v.load();
        to.begin("load")
                .decimal("1", load.one())
                .decimal("5", load.five())
                .decimal("15", load.fifteen())
                .end();
        Memory memory = v.memory();
        to.begin("memory").number("total", memory.total()).number("available", memory.available());
        to.number("swap_total", memory.swapTotal())
                .number("swap_free", memory.swapFree())
                .end();
        to.begin("pressure");
        for (Map.Entry<String, Pressure> entry : new TreeMap<>(v.pressure()).entrySet()) {
            Pressure p = entry.getValue();
            to.begin(entry.getKey()).decimal("some10", p.some10()).decimal("some60", p.some60());
            to.decimal("full10", p.full10()).end();
        }
        to.end();
        to.objects("disks", v.disks(), HostVitalsFields::writeDisk);
        to.objects("network", v.network(), HostVitalsFields::writeInterface);
        to.objects(
                "temperatures",
                v.temperatures(),
                (sensor, json) -> json.text("sensor", sensor.sensor()).decimal("celsius", sensor.celsius()));
        to.begin("connections");
        for (Map.Entry<String, Integer> entry : new TreeMap<>(v.connections()).entrySet()) {
            to.number(entry.getKey(), entry.getValue());
        }
        to.end();
        to.objects("top_processes", v.topProcesses(), HostVitalsFields::writeProcess);
        to.end();
    }

    private static void writeDisk(Disk disk, JsonWriter to) throws IOException {
        to.text("mount", disk.mount()).text("device", disk.device()).text("type", disk.type());
        to.number("total", disk.total()).number("available", disk.available());
        to.number("inodes", disk.inodes()).number("inodes_free", disk.inodesFree());
        if (disk.fullInHours() != null) {
            to.decimal("full_in_hours", disk.fullInHours());
        }
    }

    private static void writeInterface(NetworkInterface net, JsonWriter to) throws IOException {
        to.text("name", net.name()).decimal("bytes_in", net.bytesIn()).decimal("bytes_out", net.bytesOut());
        to.decimal("packets_in", net.packetsIn()).decimal("packets_out", net.packetsOut());
        to.number("errors", net.errors()).number("drops", net.drops());
    }

    private static void writeProcess(BusyProcess process, JsonWriter to) throws IOException {
        to.number("pid", process.pid()).text("name", process.name()).decimal("cpu_percent", process.cpuPercent());
        to.number("memory", process.memory());
    }

    static HostVitals read(Fields v) throws DecodeException {
        Fields load = v.in("load");
        Fields memory = v.in("memory");
        return new HostVitals(
                v.int64("uptime_seconds"),
                v.int32("cpus"),
                v.decimal("cpu_percent"),
                new Load(load.decimal("1"), load.decimal("5"), load.decimal("15")),
                new Memory(
                        memory.int64("total"),
                        memory.int64("available"),
                        memory.int64("swap_total"),
                        memory.int64("swap_free")),
                readPressure(v.in("pressure")),
                readDisks(v),
                readNetwork(v),
                readTemperatures(v),
                readConnections(v.in("connections")),
                readProcesses(v));
    }

    private static Map<String, Pressure> readPressure(Fields all) throws DecodeException {
        Map<String, Pressure> pressure = new HashMap<>();
        for (String name : all.names()) {
            Fields p = all.in(name);
            pressure.put(name, new Pressure(p.decimal("some10"), p.decimal("some60"), p.decimal("full10")));
        }
        return pressure;
    }

    private static List<Disk> readDisks(Fields v) throws DecodeException {
        List<Disk> disks = new ArrayList<>();
        for (Fields d : v.objects("disks")) {
            disks.add(new Disk(
                    d.text("mount"),
                    d.text("device"),
                    d.text("type"),
                    d.int64("total"),
                    d.int64("available"),
                    d.int64("inodes"),
                    d.int64("inodes_free"),
                    d.has("full_in_hours") ? Double.valueOf(d.decimal("full_in_hours")) : null));
        }
        return disks;
    }

    private static List<NetworkInterface> readNetwork(Fields v) throws DecodeException {
        List<NetworkInterface> network = new ArrayList<>();
        for (Fields n : v.objects("network")) {
            network.add(new NetworkInterface(
                    n.text("name"),
                    n.decimal("bytes_in"),
                    n.decimal("bytes_out"),
                    n.decimal("packets_in"),
                    n.decimal("packets_out"),
                    n.int64("errors"),
                    n.int64("drops")));
        }
        return network;
    }

    private static List<Temperature> readTemperatures(Fields v) throws DecodeException {
        List<Temperature> temperatures = new ArrayList<>();
        for (Fields t : v.objects("temperatures")) {
            temperatures.add(new Temperature(t.text("sensor"), t.decimal("celsius")));
        }
        return temperatures;
    }

    private static Map<String, Integer> readConnections(Fields all) throws DecodeException {
        Map<String, Integer> connections = new HashMap<>();
        for (String state : all.names()) {
            connections.put(state, all.int32(state));
        }
        return connections;
    }

    private static List<BusyProcess> readProcesses(Fields v) throws DecodeException {
        List<BusyProcess> processes = new ArrayList<>();
        for (Fields p : v.objects("top_processes")) {
            processes.add(new BusyProcess(p.int32("pid"), p.text("name"), p.decimal("cpu_percent"), p.int64("memory")));
        }
        return processes;
    }
}
