package io.selfheal.responder.proxmox;

import io.selfheal.schemas.text.Excerpt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Proxmox does in the background: waited for, listed, read. */
public final class Tasks {
    private static final int MOST_LISTED = 500;
    private static final int LOG_READ = 500;
    private static final int QUOTED = 200;
    private static final String SEES_ALL = "Sys.Audit";

    private final ProxmoxApi api;
    private final Duration every;

    /** @param every how often a task that is waited for is looked at */
    public Tasks(ProxmoxApi api, Duration every) {
        this.api = api;
        this.every = every;
    }

    /**
     * Waits for a task's end. The task itself goes on when the time is over.
     *
     * @return what went wrong with it; empty if it ended well, also with warnings
     * @throws ProxmoxException if Proxmox cannot be asked, or it has not ended within the limit
     */
    public Optional<String> await(String node, String upid, Duration limit) throws ProxmoxException {
        long start = System.nanoTime();
        String path = path(node, upid) + "/status";
        while (true) {
            Map<String, Object> state = api.object(path);
            if ("stopped".equals(state.get("status"))) {
                String exit = String.valueOf(state.get("exitstatus"));
                boolean well = exit.equals("OK") || exit.startsWith("WARNINGS");
                return well ? Optional.empty() : Optional.of(Excerpt.of(exit, QUOTED));
            }
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new ProxmoxException("the task " + upid + " has not ended within " + limit, 0);
            }
            try {
                Thread.sleep(every);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ProxmoxException("not waited any longer for the task " + upid, e);
            }
        }
    }

    /** The last tasks about one guest on a node, youngest first; at most {@value #MOST_LISTED}. */
    public List<Task> about(String node, int guest) throws ProxmoxException {
        List<Task> tasks = new ArrayList<>();
        String path = "nodes/" + node + "/tasks?source=all&vmid=" + guest + "&limit=" + MOST_LISTED;
        for (Map<String, Object> entry : api.list(path)) {
            Task.of(entry)
                    .filter(task -> task.id().equals(Integer.toString(guest)))
                    .ifPresent(tasks::add);
        }
        tasks.sort(Comparator.comparing(Task::started).reversed());
        return tasks;
    }

    /** Whether the tasks of others on a node can be seen; without the privilege a list only holds one's own. */
    public boolean areSeen(String node) throws ProxmoxException {
        String where = "/nodes/" + node;
        Map<String, Object> all = api.object("access/permissions?path=" + ProxmoxApi.encode(where));
        return all.get(where) instanceof Map<?, ?> granted && granted.containsKey(SEES_ALL);
    }

    /** The last lines that a task wrote; none if they cannot be read. Text of others. */
    public List<String> lastLines(String node, String upid, int count) {
        try {
            List<String> lines = new ArrayList<>();
            for (Map<String, Object> line : api.list(path(node, upid) + "/log?limit=" + LOG_READ)) {
                if (line.get("t") instanceof String text && !text.isBlank()) {
                    lines.add(Excerpt.of(text, QUOTED));
                }
            }
            return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (ProxmoxException e) {
            return List.of();
        }
    }

    private static String path(String node, String upid) {
        return "nodes/" + node + "/tasks/" + ProxmoxApi.encode(upid);
    }
}
