package io.selfheal.responder.account;

import io.selfheal.agent.log.Log;
import io.selfheal.responder.account.Directory.Account;
import io.selfheal.responder.account.Directory.Shadow;
import io.selfheal.responder.order.Performer;
import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import io.selfheal.responder.state.LockedAccounts;
import io.selfheal.responder.state.LockedAccounts.Before;
import io.selfheal.schemas.order.NodeAct;
import io.selfheal.schemas.outcome.Outcome.Status;
import io.selfheal.schemas.text.Excerpt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Ends sessions, locks accounts and unlocks them. A lock is whole or not there: it expires the account, which also
 * ends logins by key, and locks the password; when a part fails, the other is undone. SSH keys are put aside, too. How the
 * account stood before is on disk before anything is changed.
 */
public final class Accounts implements Performer {
    private static final Log LOG = Log.of(Accounts.class);
    /** The second day of 1970: 0 means "never" to some programs (shadow(5)). */
    private static final String EXPIRED = "1";

    private static final int NOBODY = 65_534;

    private final Protection protection;
    private final Tools tools;
    private final Directory directory;
    private final Sessions sessions;
    private final SshKeys keys = new SshKeys();
    private final LockedAccounts locked;

    /** Whom nobody may touch. */
    public record Protection(Set<String> accounts, Set<String> groups, int firstUid) {
        public Protection {
            accounts = Set.copyOf(accounts);
            groups = Set.copyOf(groups);
        }
    }

    /** The programs that are needed. */
    public record Tools(
            ExternalProgram loginctl,
            ExternalProgram usermod,
            ExternalProgram chage,
            ExternalProgram getent,
            ExternalProgram id) {}

    public Accounts(Protection protection, Tools tools, LockedAccounts locked) {
        this.protection = protection;
        this.tools = tools;
        this.directory = new Directory(tools.getent(), tools.id());
        this.sessions = new Sessions(tools.loginctl());
        this.locked = locked;
    }

    @Override
    public Optional<String> objection(NodeAct act) {
        String name = act.target();
        if (act instanceof NodeAct.UnlockAccount) {
            return locked.find(name).isPresent()
                    ? Optional.empty()
                    : Optional.of(name + " was not locked by SelfHeal on this host");
        }
        if (protection.accounts().contains(name) || name.equals("root")) {
            return Optional.of(name + " is protected (people.protected-accounts)");
        }
        try {
            Optional<Account> account = directory.find(name);
            if (account.isEmpty()) {
                return Optional.of("there is no account " + name + " on this host");
            }
            int uid = account.get().uid();
            if (uid < protection.firstUid() || uid == NOBODY) {
                return Optional.of(name + " is an account of the system (people.first-uid)");
            }
            Set<String> administrative = new HashSet<>(directory.groups(name));
            administrative.retainAll(protection.groups());
            return administrative.isEmpty()
                    ? Optional.empty()
                    : Optional.of(name + " is an administrator (people.protect-administrators)");
        } catch (IOException e) {
            return Optional.of("it cannot be found out whether " + name + " is protected: " + e.getMessage());
        }
    }

    @Override
    public synchronized Result perform(Task task) {
        String name = task.act().target();
        try {
            Optional<Account> account = directory.find(name);
            if (account.isEmpty()) {
                return Result.failed("there is no account " + name + " on this host");
            }
            return switch (task.act()) {
                case NodeAct.EndSessions act -> sessions.end(account.get());
                case NodeAct.LockAccount act -> lock(account.get());
                case NodeAct.UnlockAccount act -> unlock(account.get());
                default -> throw new IllegalArgumentException("no order about an account: " + task.act());
            };
        } catch (IOException e) {
            return Result.failed(String.valueOf(e.getMessage()));
        }
    }

    private Result lock(Account account) throws IOException {
        String name = account.name();
        if (locked.find(name).isPresent()) {
            Result ended = sessions.end(account);
            return ended.status() == Status.FAILED ? ended : Result.already("it is locked; " + ended.reason());
        }
        Optional<Shadow> shadow = directory.shadow(name);
        if (shadow.isEmpty()) {
            return Result.failed(name + " has no password entry on this host, or it may not be read");
        }
        String aside = ".ssh.locked-" + UUID.randomUUID();
        Before before = new Before(name, shadow.get().expiry(), shadow.get().passwordLocked(), aside);
        locked.put(before);
        try {
            run(tools.chage(), "--expiredate", EXPIRED, name);
            if (!before.passwordLocked()) {
                run(tools.usermod(), "--lock", name);
            }
        } catch (IOException e) {
            List<String> left = undo(account, before);
            return Result.failed(e.getMessage() + (left.isEmpty() ? "; nothing is changed" : "; not undone: " + left));
        }
        String keysToo = putKeysAside(account, aside);
        Result ended = sessions.end(account);
        return ended.status() == Status.FAILED
                ? Result.failed("it is locked, but " + ended.reason())
                : Result.applied("password, expiry" + keysToo + "; " + ended.reason());
    }

    /** An expired account gets in by no key, so that a holder who makes this fail wins nothing. */
    private String putKeysAside(Account account, String aside) {
        try {
            return keys.putAside(account.home(), aside) ? " and SSH keys" : "";
        } catch (IOException e) {
            LOG.warn("the SSH keys of a locked account are not put aside", "cause", e.getMessage());
            return ", but not its SSH keys (" + Excerpt.of(String.valueOf(e.getMessage()), 200) + ")";
        }
    }

    private Result unlock(Account account) {
        Optional<Before> before = locked.find(account.name());
        if (before.isEmpty()) {
            return Result.refused(account.name() + " was not locked by SelfHeal on this host");
        }
        List<String> left = undo(account, before.get());
        return left.isEmpty() ? Result.applied("it is as it was") : Result.failed("not undone: " + left);
    }

    /** Undoes every part of a lock; what cannot be undone is named, and is tried again by the next unlock. */
    private List<String> undo(Account account, Before before) {
        List<String> left = new ArrayList<>();
        attempt(left, "SSH keys", () -> keys.putBack(account.home(), before.keys()));
        if (!before.passwordLocked()) {
            attempt(left, "password", () -> {
                Optional<Shadow> now = directory.shadow(account.name());
                if (now.isPresent() && now.get().passwordLocked()) {
                    run(tools.usermod(), "--unlock", account.name());
                }
            });
        }
        String expiry = before.expiry().isEmpty() ? "-1" : before.expiry();
        attempt(left, "expiry", () -> run(tools.chage(), "--expiredate", expiry, account.name()));
        if (left.isEmpty()) {
            attempt(left, "memory", () -> locked.remove(account.name()));
        }
        return left;
    }

    /** One part of an undoing. */
    private interface Part {
        void run() throws IOException;
    }

    private static void attempt(List<String> left, String part, Part step) {
        try {
            step.run();
        } catch (IOException e) {
            LOG.error("a part of a lock is not undone", "part", part, "cause", e.getMessage());
            left.add(part + " (" + e.getMessage() + ")");
        }
    }

    private static void run(ExternalProgram program, String... arguments) throws IOException {
        var run = program.run(List.of(arguments), Input.NONE);
        if (!run.succeeded()) {
            String said = run.errors().lines().findFirst().orElse("status " + run.exit());
            throw new IOException(program.command().getFirst() + ": " + Excerpt.of(said, 300));
        }
    }
}
