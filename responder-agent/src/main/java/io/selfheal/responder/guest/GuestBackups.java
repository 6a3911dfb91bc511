package io.selfheal.responder.guest;

import io.selfheal.responder.backup.Result;
import io.selfheal.responder.backup.Retention;
import io.selfheal.responder.proxmox.ProxmoxApi;
import io.selfheal.responder.proxmox.ProxmoxException;
import io.selfheal.responder.proxmox.ProxmoxServer;
import io.selfheal.responder.proxmox.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Has Proxmox back guests up: a task (vzdump, or a snapshot) → its exit status → the volume is there and holds something
 * → older ones of the same job are let go. A run that fails lets nothing go.
 */
public final class GuestBackups {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);
    private static final Pattern SNAPSHOT_NAME = Pattern.compile("selfheal-[0-9]{14}");
    private static final Duration DELETE_LIMIT = Duration.ofMinutes(10);
    private static final int LOG_LINES = 200;

    private final ProxmoxServer server;
    private final Duration poll;
    private final InstantSource clock;
    private @Nullable ProxmoxApi api;

    /** @param poll how often a task is looked at */
    public GuestBackups(ProxmoxServer server, Duration poll, InstantSource clock) {
        this.server = server;
        this.poll = poll;
        this.clock = clock;
    }

    /** An archive or a snapshot for people to choose from. */
    public record Backup(String id, Instant created, long bytes) {}

    /** Runs a job; never throws for what can go wrong with Proxmox. */
    public Result run(GuestBackup job) {
        try {
            Place place = place(job);
            String lock = Look.text(api().object(place.path(job) + "/status/current"), "lock");
            if (!lock.isEmpty()) {
                return new Result.Failed(job.name(), "guest " + job.guest() + " is locked (" + lock + ")");
            }
            return make(job, place);
        } catch (ProxmoxException e) {
            return new Result.Failed(job.name(), String.valueOf(e.getMessage()));
        }
    }

    /** What is kept of a job, youngest first. */
    public List<Backup> list(GuestBackup job) throws ProxmoxException {
        return kept(job, place(job)).stream()
                .map(stored -> new Backup(stored.id(), stored.created(), stored.bytes()))
                .toList();
    }

    /** When the youngest one was begun. */
    public Optional<Instant> last(GuestBackup job) throws ProxmoxException {
        Instant now = clock.instant();
        return list(job).stream()
                .map(Backup::created)
                .filter(created -> !Retention.isOfTheFuture(created, now))
                .findFirst();
    }

    private Result make(GuestBackup job, Place place) throws ProxmoxException {
        Instant now = clock.instant();
        Set<String> before = new HashSet<>();
        kept(job, place).forEach(stored -> before.add(stored.id()));
        String upid =
                switch (job.kind()) {
                    case ARCHIVE -> api().task("POST", "nodes/" + place.node() + "/vzdump", archive(job));
                    case SNAPSHOT ->
                        api().task(
                                        "POST",
                                        place.path(job) + "/snapshot",
                                        Map.of("snapname", "selfheal-" + STAMP.format(now), "description", job.mark()));
                };
        Tasks tasks = new Tasks(api(), poll);
        Optional<String> failure = tasks.await(place.node(), upid, job.limit());
        if (failure.isPresent()) {
            return new Result.Failed(job.name(), failure.get() + said(tasks, place, upid));
        }
        List<Stored> kept = kept(job, place);
        Stored fresh = kept.stream()
                .filter(stored -> !before.contains(stored.id()))
                .findFirst()
                .orElse(null);
        if (fresh == null) {
            return new Result.Failed(
                    job.name(), "the task ended well, but nothing that carries '" + job.mark() + "' came of it");
        }
        if (!fresh.sound()) {
            return new Result.Failed(job.name(), "the task ended well, but " + fresh.id() + " is empty or damaged");
        }
        List<String> notes = new ArrayList<>();
        List<String> deleted = letGo(job, place, kept, fresh, now, notes);
        return new Result.Stored(job.name(), fresh.id(), fresh.bytes(), notes, deleted);
    }

    /** The storage's own pruning stays out of it: it would count backups of others, too. */
    private static Map<String, String> archive(GuestBackup job) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("vmid", Integer.toString(job.guest()));
        form.put("storage", job.storage());
        form.put("mode", job.mode().word());
        form.put("compress", job.compress());
        form.put("notes-template", job.mark());
        form.put("remove", "0");
        return form;
    }

    /** The last error that the task wrote. */
    private static String said(Tasks tasks, Place place, String upid) {
        return tasks.lastLines(place.node(), upid, LOG_LINES).stream()
                .filter(line -> line.contains("ERROR") || line.contains("failed"))
                .reduce((first, last) -> last)
                .map(line -> ": " + line)
                .orElse("");
    }

    /** @param fresh the one that was just made, so that it is known to be good */
    private List<String> letGo(
            GuestBackup job, Place place, List<Stored> kept, Stored fresh, Instant now, List<String> notes) {
        List<String> deleted = new ArrayList<>();
        for (Stored old : job.retention()
                .dispensable(kept, Stored::created, stored -> stored.equals(fresh) || stored.sound(), now)) {
            if (old.isProtected()) {
                notes.add(old.id() + " is protected and stays");
                continue;
            }
            try {
                delete(job, place, old);
                deleted.add(old.id());
            } catch (ProxmoxException e) {
                notes.add(old.id() + " could not be let go: " + e.getMessage());
            }
        }
        return deleted;
    }

    private void delete(GuestBackup job, Place place, Stored old) throws ProxmoxException {
        String path =
                switch (job.kind()) {
                    case ARCHIVE -> place.storage(job) + "/content/" + ProxmoxApi.encode(old.id());
                    case SNAPSHOT -> place.path(job) + "/snapshot/" + ProxmoxApi.encode(old.id());
                };
        Optional<String> upid = api().taskIfAny("DELETE", path, Map.of());
        if (upid.isPresent()) {
            Optional<String> failure = new Tasks(api(), poll).await(place.node(), upid.get(), DELETE_LIMIT);
            if (failure.isPresent()) {
                throw new ProxmoxException(failure.get(), 0);
            }
        }
    }

    /** All of this job, youngest first; nothing of others, and nothing that was renamed or re-labelled by hand. */
    private List<Stored> kept(GuestBackup job, Place place) throws ProxmoxException {
        List<Stored> kept = new ArrayList<>();
        switch (job.kind()) {
            case ARCHIVE -> {
                for (Map<String, Object> volume :
                        api().list(place.storage(job) + "/content?content=backup&vmid=" + job.guest())) {
                    if (job.mark().equals(first(volume.get("notes"))) && Look.number(volume, "vmid") == job.guest()) {
                        kept.add(Stored.volume(volume));
                    }
                }
            }
            case SNAPSHOT -> {
                for (Map<String, Object> snapshot : api().list(place.path(job) + "/snapshot")) {
                    if (job.mark().equals(first(snapshot.get("description")))
                            && SNAPSHOT_NAME
                                    .matcher(String.valueOf(snapshot.get("name")))
                                    .matches()) {
                        kept.add(Stored.snapshot(snapshot));
                    }
                }
            }
        }
        kept.sort(Comparator.comparing(Stored::created).reversed());
        return kept;
    }

    private static String first(@Nullable Object notes) {
        return notes == null
                ? ""
                : notes.toString().lines().findFirst().orElse("").strip();
    }

    /** Where a guest is. */
    private record Place(String node, String type) {
        String path(GuestBackup job) {
            return "nodes/" + node + "/" + type + "/" + job.guest();
        }

        String storage(GuestBackup job) {
            return "nodes/" + node + "/storage/" + job.storage();
        }
    }

    private Place place(GuestBackup job) throws ProxmoxException {
        for (Map<String, Object> resource : api().list("cluster/resources?type=vm")) {
            if (Look.number(resource, "vmid") == job.guest()) {
                return new Place(Look.text(resource, "node"), Look.text(resource, "type"));
            }
        }
        throw new ProxmoxException(
                "guest " + job.guest() + " is not seen (no such guest, or the token has no VM.Audit on it)", 0);
    }

    private ProxmoxApi api() throws ProxmoxException {
        ProxmoxApi known = api;
        if (known == null) {
            known = server.api();
            api = known;
        }
        return known;
    }
}
