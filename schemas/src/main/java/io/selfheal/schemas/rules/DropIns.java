package io.selfheal.schemas.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rules over those that ship, kept as an administrator's folder says. A file that is wrong is refused and what it said
 * before stays in force; the others are taken. What is in force changes as a whole, from one immutable set to the next.
 *
 * <p>{@link #load()} and {@link #poll()} are for one thread; {@link #current()} and {@link #status()} for any.
 *
 * @param <P> a file that was read and checked
 * @param <T> the set made of all
 */
public final class DropIns<P, T> {
    /** Files that are fine alone and do not go together are given up one by one; after so many, all of them. */
    private static final int MAX_CONFLICTS = 16;

    private final RuleFolder folder;
    private final Compiler<P, T> compiler;
    private Map<String, Known<P>> known = new TreeMap<>();
    private RuleFolder.@Nullable Listing taken;
    private RuleFolder.@Nullable Listing seen;
    private volatile T current;
    private volatile Status status;

    /** Makes rules of texts. */
    public interface Compiler<P, T> {
        /** Reads and checks one file alone. */
        P read(String file, String text) throws RuleRefusedException;

        /**
         * The set of what ships and these files over it.
         *
         * @throws RuleRefusedException naming the file that does not go with the others
         */
        T compose(List<P> files) throws RuleRefusedException;
    }

    /**
     * How it stands.
     *
     * @param folder where files are looked for
     * @param files how many are in force
     * @param refusals what was not taken; in its place stands what was there before, or nothing
     * @param changes how often the set in force was replaced since the start
     */
    public record Status(String folder, int files, List<RuleRefusal> refusals, int changes) {
        public Status {
            refusals = List.copyOf(refusals);
        }

        public boolean degraded() {
            return !refusals.isEmpty();
        }

        /** Refusals that the earlier status had not: what is to be logged now. */
        public List<RuleRefusal> newSince(Status earlier) {
            return refusals.stream()
                    .filter(refusal -> !earlier.refusals.contains(refusal))
                    .toList();
        }
    }

    /**
     * A file by its name.
     *
     * @param stamp as it was seen
     * @param read what that says; null if it was refused
     * @param inForce what counts: that, or what the file said before; null if nothing
     * @param refusal why what was seen does not count
     */
    private record Known<P>(
            String stamp,
            @Nullable P read,
            @Nullable P inForce,
            @Nullable RuleRefusal refusal) {
        static <P> Known<P> good(String stamp, P read) {
            return new Known<>(stamp, read, read, null);
        }

        static <P> Known<P> bad(String stamp, RuleRefusal refusal, @Nullable Known<P> before) {
            return new Known<>(stamp, null, before == null ? null : before.inForce, refusal);
        }

        /** It is right by itself and does not go with others: back to what it said before, or nothing. */
        Known<P> without(RuleRefusal why, @Nullable Known<P> before) {
            P earlier = before == null || Objects.equals(before.inForce, inForce) ? null : before.inForce;
            return new Known<>(stamp, read, earlier, why);
        }
    }

    /**
     * Begins with what ships; call {@link #load()} for the folder.
     *
     * @throws RuleRefusedException if what ships does not compile
     */
    public DropIns(RuleFolder folder, Compiler<P, T> compiler) throws RuleRefusedException {
        this.folder = folder;
        this.compiler = compiler;
        this.current = compiler.compose(List.of());
        this.status = new Status(folder.path().toString(), 0, List.of(), 0);
    }

    /** What is in force. */
    public T current() {
        return current;
    }

    public Status status() {
        return status;
    }

    /** Takes what is in the folder now. */
    public DropIns<P, T> load() {
        take(folder.list());
        return this;
    }

    /**
     * Takes what changed, once it stays as it is from one call to the next: whoever writes a file has that long.
     *
     * @return whether the set in force is another one
     */
    public boolean poll() {
        RuleFolder.Listing now = folder.list();
        if (now.equals(taken)) {
            seen = now;
            return false;
        }
        boolean settled = now.equals(seen);
        seen = now;
        return settled && take(now);
    }

    private boolean take(RuleFolder.Listing listing) {
        if (!listing.usable()) {
            taken = listing;
            publish(false, listing.refusals());
            return false;
        }
        Map<String, Known<P>> next = new TreeMap<>();
        for (RuleFolder.Seen file : listing.files()) {
            next.put(file.path().toString(), read(file));
        }
        for (RuleRefusal refusal : listing.refusals()) {
            next.put(refusal.file(), Known.bad("", refusal, known.get(refusal.file())));
        }
        RuleFolder.Listing after = folder.list();
        if (!after.equals(listing)) {
            // Somebody writes while we read: what was read may be half of it.
            seen = after;
            return false;
        }
        taken = listing;
        return compose(next);
    }

    private Known<P> read(RuleFolder.Seen file) {
        String name = file.path().toString();
        Known<P> before = known.get(name);
        if (before != null && before.stamp.equals(file.stamp())) {
            return before.read == null ? before : Known.good(before.stamp, before.read);
        }
        try {
            return Known.good(file.stamp(), compiler.read(name, folder.read(file)));
        } catch (RuleRefusedException e) {
            return Known.bad(file.stamp(), e.refusal(), before);
        }
    }

    private boolean compose(Map<String, Known<P>> next) {
        for (int conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
            if (rules(next).equals(rules(known))) {
                known = next;
                publish(false, refusals(next));
                return false;
            }
            try {
                current = compiler.compose(rules(next));
                known = next;
                publish(true, refusals(next));
                return true;
            } catch (RuleRefusedException e) {
                String name = e.refusal().file();
                Known<P> tried = next.get(name);
                if (tried == null || tried.inForce == null) {
                    break;
                }
                next.put(name, tried.without(e.refusal(), known.get(name)));
            }
        }
        List<RuleRefusal> refusals = refusals(next);
        refusals.add(new RuleRefusal(
                folder.path().toString(),
                folder.path() + ": its files do not go together; what was in force before stays"));
        publish(false, refusals);
        return false;
    }

    private static <P> List<P> rules(Map<String, Known<P>> files) {
        List<P> rules = new ArrayList<>();
        for (Known<P> file : files.values()) {
            P inForce = file.inForce;
            if (inForce != null) {
                rules.add(inForce);
            }
        }
        return rules;
    }

    private static <P> List<RuleRefusal> refusals(Map<String, Known<P>> files) {
        TreeSet<RuleRefusal> refusals = new TreeSet<>();
        for (Known<P> file : files.values()) {
            RuleRefusal refusal = file.refusal;
            if (refusal != null) {
                refusals.add(refusal);
            }
        }
        return new ArrayList<>(refusals);
    }

    private void publish(boolean changed, List<RuleRefusal> refusals) {
        int changes = status.changes() + (changed ? 1 : 0);
        status = new Status(folder.path().toString(), rules(known).size(), refusals, changes);
    }
}
