package io.selfheal.responder.proxmox;

import io.selfheal.responder.json.Json;
import io.selfheal.responder.proxmox.ProxmoxApiServer.Answer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A cluster behind {@link ProxmoxApiServer}: nodes, guests, and tasks that take their time, in the answers of Proxmox VE
 * 7, 8 and 9 (their API viewers; pve-manager's Cluster.pm, qemu-server's and pve-container's status, PVE::Tools'
 * upid_decode). To be used under the server's lock, or while nobody asks.
 */
public final class ProxmoxCluster {
    /** One guest. */
    public static final class FakeGuest {
        public String node = "pve1";
        public final String type;
        public String status = "running";
        public String qmp = "running";
        public long uptime = 86_400;
        public String lock = "";
        public String hastate = "";
        public boolean template;
        /** {@code none}, {@code silent} or {@code answers}. */
        public String agent = "none";

        public boolean startWorks = true;
        public boolean resetWorks = true;

        FakeGuest(String type) {
            this.type = type;
        }
    }

    private static final class FakeTask {
        String upid = "";
        String node = "";
        String id = "";
        Instant started = Instant.EPOCH;
        String exit = "OK";
        int polls;
        boolean ended;
        Runnable effect = () -> {};
    }

    /** A backup on a storage. */
    public static final class FakeVolume {
        public String volid = "";
        public int guest;
        public String notes = "";
        public Instant made = Instant.EPOCH;
        public long size = 1L << 30;
        public boolean isProtected;
        public String verification = "";
    }

    /** A snapshot of a guest. */
    public record FakeSnapshot(String name, String description, Instant made) {}

    public static final String US = "selfheal@pve!responder";
    public int version = 8;
    public final Map<Integer, FakeGuest> guests = new LinkedHashMap<>();
    public final Set<String> offline = new HashSet<>();
    public boolean seesTasks = true;
    /** Whether the token has VM.PowerMgmt. */
    public boolean mayPower = true;
    /** How often a task is looked at before it has ended. */
    public int polls = 2;

    public Instant now = Instant.parse("2026-11-21T12:00:00Z");
    public final List<FakeVolume> volumes = new ArrayList<>();
    public final Map<Integer, List<FakeSnapshot>> snapshots = new LinkedHashMap<>();
    /** What vzdump and snapshots end with. */
    public String backupExit = "OK";

    public long backupSize = 1L << 30;
    public boolean notesAreKept = true;
    public boolean deletes = true;
    public final List<Map<String, String>> forms = new ArrayList<>();
    private final List<FakeTask> tasks = new ArrayList<>();
    public final List<String> done = new ArrayList<>();

    public FakeGuest guest(int id, String type) {
        FakeGuest guest = new FakeGuest(type);
        guests.put(id, guest);
        return guest;
    }

    /** Something that somebody did; it has ended. */
    public void did(String user, String type, int id) {
        FakeTask task = task(user, type, id);
        task.ended = true;
        now = now.plusSeconds(1);
    }

    /** Something that somebody has begun. */
    public void begins(String user, String type, int id) {
        task(user, type, id).polls = Integer.MAX_VALUE;
    }

    public void endAll() {
        tasks.forEach(task -> task.ended = true);
    }

    private FakeTask task(String user, String type, int id) {
        FakeTask task = new FakeTask();
        task.node = guests.get(id).node;
        task.id = Integer.toString(id);
        task.started = now;
        task.upid = String.format(
                "UPID:%s:%08X:%08X:%08X:%s:%d:%s:",
                task.node, 1000 + tasks.size(), 77_000 + tasks.size(), now.getEpochSecond(), type, id, user);
        tasks.addFirst(task);
        return task;
    }

    Answer answer(String method, String path, Map<String, String> query, Map<String, String> form) {
        String[] parts = path.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = URLDecoder.decode(parts[i], StandardCharsets.UTF_8);
        }
        if (path.equals("cluster/resources")) {
            return Answer.data(resources());
        }
        if (path.equals("nodes")) {
            return Answer.data(Json.write(List.of(node("pve1"), node("pve2"))));
        }
        if (path.equals("access/permissions")) {
            String where = query.get("path");
            return Answer.data(Json.write(Map.of(where, seesTasks ? Map.of("Sys.Audit", 1) : Map.of("VM.Audit", 1))));
        }
        if (parts.length > 2 && parts[0].equals("nodes") && parts[2].equals("tasks")) {
            return tasks(parts, query);
        }
        if (parts.length == 3 && parts[2].equals("vzdump") && method.equals("POST")) {
            return vzdump(form);
        }
        if (parts.length > 4 && parts[2].equals("storage") && parts[4].equals("content")) {
            return parts.length == 5 ? Answer.data(content(parts[3], query)) : delete(method, parts[5]);
        }
        if (parts.length > 4 && parts[4].equals("snapshot")) {
            return snapshot(method, parts, form);
        }
        if (parts.length > 5 && (parts[2].equals("qemu") || parts[2].equals("lxc"))) {
            int id = Integer.parseInt(parts[3]);
            FakeGuest guest = guests.get(id);
            if (guest == null || !guest.type.equals(parts[2]) || !guest.node.equals(parts[1])) {
                return error("Configuration file 'nodes/" + parts[1] + "/" + id + ".conf' does not exist");
            }
            return guest(method, id, guest, parts[4] + "/" + parts[5]);
        }
        return new Answer(501, "");
    }

    private Map<String, Object> node(String name) {
        return Map.of("node", name, "type", "node", "status", offline.contains(name) ? "offline" : "online");
    }

    /** Proxmox 7 wrote some numbers as texts and knew no lock here. */
    private String resources() {
        List<Object> all = new ArrayList<>();
        guests.forEach((id, guest) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", guest.type + "/" + id);
            one.put("vmid", version == 7 ? id.toString() : id);
            one.put("node", guest.node);
            one.put("type", guest.type);
            one.put("status", offline.contains(guest.node) ? "unknown" : guest.status);
            if (guest.template || version < 9) {
                one.put("template", guest.template ? 1 : 0);
            }
            if (!guest.hastate.isEmpty()) {
                one.put("hastate", guest.hastate);
            }
            if (version > 7 && !guest.lock.isEmpty()) {
                one.put("lock", guest.lock);
            }
            if (version >= 9) {
                one.put("memhost", 1L << 33);
                one.put("tags", "web;prod");
            }
            all.add(one);
        });
        return Json.write(all);
    }

    private Answer guest(String method, int id, FakeGuest guest, String what) {
        if (method.equals("GET") && what.equals("status/current")) {
            return Answer.data(current(id, guest));
        }
        if (!method.equals("POST")) {
            return new Answer(501, "");
        }
        if (what.equals("agent/ping")) {
            return switch (guest.agent) {
                case "none" -> error("No QEMU guest agent configured");
                case "silent" -> error("QEMU guest agent is not running");
                default -> Answer.data("{\"result\":{}}");
            };
        }
        if (!mayPower) {
            return new Answer(
                    403, "{\"data\":null,\"message\":\"Permission check failed (/vms/" + id + ", VM.PowerMgmt)\\n\"}");
        }
        String verb = what.substring("status/".length());
        done.add(verb + " " + id);
        FakeTask task = task(US, (guest.type.equals("qemu") ? "qm" : "vz") + verb, id);
        task.polls = polls;
        task.exit = exit(guest, verb, id);
        task.effect = () -> effect(guest, verb);
        now = now.plusSeconds(1);
        return Answer.data(Json.write(task.upid));
    }

    private static String exit(FakeGuest guest, String verb, int id) {
        return switch (verb) {
            case "start" -> guest.startWorks ? "OK" : "start failed: QEMU exited with code 1";
            case "reset" -> guest.resetWorks ? "OK" : "VM " + id + " qmp command 'system_reset' failed - got timeout";
            case "reboot" -> guest.resetWorks ? "OK" : "command 'lxc-stop -n " + id + "' failed: exit code 1";
            default -> "OK";
        };
    }

    private static void effect(FakeGuest guest, String verb) {
        switch (verb) {
            case "start" -> {
                if (guest.startWorks) {
                    guest.status = "running";
                    guest.qmp = "running";
                    guest.uptime = 0;
                }
            }
            case "stop", "shutdown" -> {
                guest.status = "stopped";
                guest.uptime = 0;
            }
            default -> {
                if (guest.resetWorks) {
                    guest.qmp = "running";
                }
            }
        }
    }

    public FakeVolume volume(int guest, String notes, Instant made) {
        FakeVolume volume = new FakeVolume();
        volume.guest = guest;
        volume.notes = notes;
        volume.made = made;
        volume.volid = "local:backup/vzdump-qemu-" + guest + "-" + made.getEpochSecond() + ".vma.zst";
        volumes.add(volume);
        return volume;
    }

    private Answer vzdump(Map<String, String> form) {
        forms.add(form);
        int id = Integer.parseInt(form.get("vmid"));
        FakeTask task = task(US, "vzdump", id);
        task.polls = polls;
        task.exit = backupExit;
        task.effect = () -> {
            if (backupExit.equals("OK") || backupExit.startsWith("WARNINGS")) {
                volume(id, notesAreKept ? form.get("notes-template") : "", now).size = backupSize;
            }
        };
        return Answer.data(Json.write(task.upid));
    }

    /** Proxmox Backup Server says whether it verified one; notes may have more lines; flags are numbers. */
    private String content(String storage, Map<String, String> query) {
        List<Object> all = new ArrayList<>();
        for (FakeVolume volume : volumes) {
            if (volume.volid.startsWith(storage + ":") && query.get("vmid").equals(Integer.toString(volume.guest))) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("volid", volume.volid);
                one.put("content", "backup");
                one.put("vmid", version == 7 ? Integer.toString(volume.guest) : volume.guest);
                one.put("size", volume.size);
                one.put("ctime", volume.made.getEpochSecond());
                if (!volume.notes.isEmpty()) {
                    one.put("notes", volume.notes + "\n");
                }
                if (volume.isProtected) {
                    one.put("protected", 1);
                }
                if (!volume.verification.isEmpty()) {
                    one.put("verification", Map.of("state", volume.verification, "upid", "UPID:x"));
                }
                all.add(one);
            }
        }
        return Json.write(all);
    }

    private Answer delete(String method, String volid) {
        FakeVolume volume = volumes.stream()
                .filter(each -> each.volid.equals(volid))
                .findFirst()
                .orElse(null);
        if (!method.equals("DELETE") || volume == null || volume.isProtected || !deletes) {
            return error("cannot remove '" + volid + "'");
        }
        done.add("delete " + volid);
        FakeTask task = task(US, "imgdel", volume.guest);
        task.polls = polls;
        task.effect = () -> volumes.remove(volume);
        return Answer.data(Json.write(task.upid));
    }

    private Answer snapshot(String method, String[] parts, Map<String, String> form) {
        int id = Integer.parseInt(parts[3]);
        List<FakeSnapshot> all = snapshots.computeIfAbsent(id, each -> new ArrayList<>());
        if (method.equals("GET")) {
            List<Object> list = new ArrayList<>();
            for (FakeSnapshot one : all) {
                list.add(Map.of(
                        "name", one.name(),
                        "description", one.description() + "\n",
                        "snaptime", one.made().getEpochSecond()));
            }
            list.add(Map.of("name", "current", "description", "You are here!", "running", 1));
            return Answer.data(Json.write(list));
        }
        FakeTask task = task(US, method.equals("POST") ? "qmsnapshot" : "qmdelsnapshot", id);
        if (method.equals("POST")) {
            task.polls = polls;
            task.exit = backupExit;
            FakeSnapshot made = new FakeSnapshot(form.get("snapname"), form.get("description"), now);
            task.effect = () -> {
                if (backupExit.equals("OK")) {
                    all.add(made);
                }
            };
        } else {
            task.effect = () -> all.removeIf(one -> one.name().equals(parts[5]));
            done.add("delete " + parts[5]);
        }
        return Answer.data(Json.write(task.upid));
    }

    private String current(int id, FakeGuest guest) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("vmid", version == 7 ? Integer.toString(id) : id);
        one.put("name", "guest" + id);
        one.put("status", guest.status);
        one.put("uptime", guest.uptime);
        one.put("ha", Map.of("managed", guest.hastate.isEmpty() ? 0 : 1));
        if (guest.type.equals("qemu")) {
            one.put("qmpstatus", guest.status.equals("stopped") ? "stopped" : guest.qmp);
            one.put("blockstat", Map.of("scsi0", Map.of("rd_bytes", 1)));
        }
        if (!guest.lock.isEmpty()) {
            one.put("lock", guest.lock);
        }
        if (guest.template) {
            one.put("template", 1);
        }
        return Json.write(one);
    }

    private Answer tasks(String[] parts, Map<String, String> query) {
        if (parts.length == 3) {
            return Answer.data(Json.write(list(parts[1], query)));
        }
        FakeTask task = tasks.stream()
                .filter(each -> each.upid.equals(parts[3]))
                .findFirst()
                .orElse(null);
        if (task == null || !task.node.equals(parts[1])) {
            return error("no such task");
        }
        if (parts[4].equals("log")) {
            return Answer.data(Json.write(List.of(Map.of("n", 1, "t", "trying"), Map.of("n", 2, "t", task.exit))));
        }
        if (!task.ended && task.polls-- <= 0) {
            task.ended = true;
            task.effect.run();
        }
        return Answer.data(Json.write(
                task.ended
                        ? Map.of("upid", task.upid, "status", "stopped", "exitstatus", task.exit)
                        : Map.of("upid", task.upid, "status", "running")));
    }

    private List<Object> list(String node, Map<String, String> query) {
        List<Object> all = new ArrayList<>();
        for (FakeTask task : tasks) {
            boolean seen = seesTasks || task.upid.contains(":" + US + ":");
            boolean about = query.getOrDefault("vmid", task.id).equals(task.id);
            boolean active = !query.getOrDefault("source", "archive").equals("archive") || task.ended;
            if (task.node.equals(node) && seen && about && active) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("upid", task.upid);
                one.put("id", task.id);
                one.put("starttime", task.started.getEpochSecond());
                if (task.ended) {
                    one.put("endtime", task.started.getEpochSecond() + 1);
                    one.put("status", task.exit);
                }
                all.add(one);
            }
        }
        return all;
    }

    static Answer error(String message) {
        return new Answer(500, Json.write(Map.of("message", message + "\n")));
    }
}
