package io.selfheal.responder.account;

import io.selfheal.responder.program.ExternalProgram;
import io.selfheal.responder.program.ExternalProgram.Input;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The host's accounts, local or not, by getent(1) and id(1). */
final class Directory {
    private static final int NO_SUCH_KEY = 2;

    private final ExternalProgram getent;
    private final ExternalProgram id;

    /** One account. */
    record Account(String name, int uid, Path home) {}

    /**
     * What protects it.
     *
     * @param expiry day of its expiry; empty for never
     */
    record Shadow(boolean passwordLocked, String expiry) {}

    Directory(ExternalProgram getent, ExternalProgram id) {
        this.getent = getent;
        this.id = id;
    }

    Optional<Account> find(String name) throws IOException {
        String line = entry("passwd", name);
        String[] fields = line.split(":", -1);
        if (fields.length < 7 || !fields[0].equals(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Account(name, Integer.parseInt(fields[2]), Path.of(fields[5])));
        } catch (IllegalArgumentException e) {
            throw new IOException("the entry of " + name + " cannot be read", e);
        }
    }

    /** Empty for an account that is not kept on this host. */
    Optional<Shadow> shadow(String name) throws IOException {
        String[] fields = entry("shadow", name).split(":", -1);
        return fields.length < 8 || !fields[0].equals(name)
                ? Optional.empty()
                : Optional.of(new Shadow(fields[1].startsWith("!"), fields[7]));
    }

    Set<String> groups(String name) throws IOException {
        var run = id.run(List.of("--groups", "--name", "--", name), Input.NONE);
        if (!run.succeeded()) {
            throw new IOException("the groups of " + name + " cannot be read");
        }
        return new HashSet<>(List.of(run.output().strip().split("\\s+")));
    }

    private String entry(String database, String name) throws IOException {
        var run = getent.run(List.of(database, name), Input.NONE);
        if (!run.succeeded() && run.exit() != NO_SUCH_KEY) {
            throw new IOException("getent " + database + " failed with status " + run.exit());
        }
        return run.output().lines().findFirst().orElse("");
    }
}
