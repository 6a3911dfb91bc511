package io.selfheal.responder.state;

import io.selfheal.agent.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How each account stood before it was locked here, so that a lock is undone to what was. */
public final class LockedAccounts {
    private static final Log LOG = Log.of(LockedAccounts.class);

    private final CheckedFile file;
    private final Map<String, Before> accounts = new LinkedHashMap<>();

    /**
     * How an account stood.
     *
     * @param expiry the day of its expiry, as shadow(5) has it; empty for never
     * @param passwordLocked whether its password was locked already
     * @param keys what {@code .ssh} of the home directory is called meanwhile
     */
    public record Before(String account, String expiry, boolean passwordLocked, String keys) {}

    public LockedAccounts(Path directory) {
        this.file = new CheckedFile(directory.resolve("locked-accounts.jsonl"));
        try {
            for (Map<String, Object> line : file.read()) {
                String account = Objects.toString(line.get("account"), "");
                accounts.put(
                        account,
                        new Before(
                                account,
                                Objects.toString(line.get("expiry"), ""),
                                Boolean.TRUE.equals(line.get("passwordLocked")),
                                Objects.toString(line.get("keys"), "")));
            }
        } catch (IOException e) {
            LOG.error("it is no longer known which accounts are locked; the file is put aside for people", "cause", e);
            putAside();
        }
    }

    /** The next lock would write over what people can still read. */
    private void putAside() {
        try {
            file.setAside();
        } catch (IOException e) {
            LOG.error("the damaged list of locked accounts cannot be put aside", "cause", e);
        }
    }

    public synchronized Optional<Before> find(String account) {
        return Optional.ofNullable(accounts.get(account));
    }

    public synchronized List<String> names() {
        return List.copyOf(accounts.keySet());
    }

    public synchronized void put(Before before) throws IOException {
        accounts.put(before.account(), before);
        save();
    }

    public synchronized void remove(String account) throws IOException {
        accounts.remove(account);
        save();
    }

    private void save() throws IOException {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Before before : accounts.values()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("account", before.account());
            line.put("expiry", before.expiry());
            line.put("passwordLocked", before.passwordLocked());
            line.put("keys", before.keys());
            lines.add(line);
        }
        file.write(lines);
    }
}
