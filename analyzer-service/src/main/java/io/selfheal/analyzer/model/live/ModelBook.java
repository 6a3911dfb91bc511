package io.selfheal.analyzer.model.live;

import io.selfheal.analyzer.model.online.OnlineForest;
import io.selfheal.analyzer.model.onnx.ModelRefused;
import io.selfheal.analyzer.model.registry.ModelRegistry;
import io.selfheal.analyzer.model.registry.ModelRegistry.Pointer;
import io.selfheal.analyzer.model.registry.ModelRegistry.Version;
import io.selfheal.schemas.sign.RecordVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Which version scores, for all tasks of a process. {@link #refresh()} looks at the registry and swaps what changed, in
 * one assignment: a batch is scored by one version, and each score carries its version (ML-18). A version that is
 * refused leaves the one before at work; readiness says so. Safe for many threads.
 */
public final class ModelBook implements AutoCloseable {
    private final @Nullable ModelRegistry registry;
    private final Optional<RecordVerifier> trusted;
    private final boolean online;
    private volatile @Nullable LoadedModel champion;
    private volatile @Nullable LoadedModel challenger;
    private volatile @Nullable String problem;
    private volatile @Nullable Harvest harvest;
    private volatile double drift;
    private volatile long learned;
    private final LongAdder usual = new LongAdder();
    private Comparison comparison = Comparison.NONE;
    private @Nullable String failedVersion;
    private String failure = "";

    private ModelBook(@Nullable ModelRegistry registry, Optional<RecordVerifier> trusted, boolean online) {
        this.registry = registry;
        this.trusted = trusted;
        this.online = online;
    }

    /** No model at all. */
    public static ModelBook off() {
        return new ModelBook(null, Optional.empty(), false);
    }

    /** Only the model that learns as it goes. */
    public static ModelBook onlineOnly() {
        return new ModelBook(null, Optional.empty(), true);
    }

    /**
     * The active version of a registry.
     *
     * @param trusted keys of which one must have signed a version; empty: signatures are not asked for
     * @param online whether the online model votes too
     */
    public static ModelBook of(ModelRegistry registry, Optional<RecordVerifier> trusted, boolean online) {
        ModelBook book = new ModelBook(registry, trusted, online);
        book.refresh();
        return book;
    }

    /**
     * Whether an analyzer would let this version score: manifest, hashes, and a native session for each part.
     *
     * @throws ModelRefused if not, with the reason
     */
    public static Version check(ModelRegistry registry, String version) throws ModelRefused {
        Version checked = registry.load(version, Optional.empty());
        LoadedModel.tryOut(checked);
        return checked;
    }

    /** Lets every task leave its rows there, to train the next version from. */
    public void harvestInto(Harvest value) {
        harvest = value;
    }

    @Nullable
    Harvest harvest() {
        return harvest;
    }

    /** Whether there is anything to look at profiles for. */
    public boolean isOn() {
        return registry != null || online;
    }

    /** Takes over what the registry says now; cheap when nothing changed: two small files are read. */
    public synchronized void refresh() {
        ModelRegistry from = registry;
        if (from == null) {
            return;
        }
        if (champion != null && !Files.isDirectory(from.folder())) {
            problem = from.folder() + " is gone; its last active version goes on";
            return;
        }
        try {
            champion = swap(champion, from.pointed(Pointer.ACTIVE), from);
            problem = null;
        } catch (IOException | ModelRefused e) {
            problem = String.valueOf(e.getMessage());
        }
        try {
            LoadedModel before = challenger;
            challenger = swap(before, from.pointed(Pointer.CHALLENGER), from);
            if (before != challenger) {
                comparison = Comparison.NONE;
            }
        } catch (IOException | ModelRefused e) {
            problem = problem == null ? "(challenger) " + e.getMessage() : problem;
        }
    }

    private @Nullable LoadedModel swap(@Nullable LoadedModel current, Optional<String> wanted, ModelRegistry from)
            throws ModelRefused {
        if (wanted.isEmpty()) {
            close(current);
            return null;
        }
        if (current != null && current.manifest().version().equals(wanted.get())) {
            return current;
        }
        if (wanted.get().equals(failedVersion)) {
            throw new ModelRefused(failure);
        }
        LoadedModel next = LoadedModel.of(from.load(wanted.get(), trusted));
        close(current);
        return next;
    }

    /** A version that failed while scoring is put away until the registry names another one. */
    synchronized void failed(LoadedModel model, String reason) {
        if (champion != model && challenger != model) {
            return;
        }
        if (champion == model) {
            champion = null;
            problem = reason;
        }
        if (challenger == model) {
            challenger = null;
        }
        failedVersion = model.manifest().version();
        failure = reason;
        close(model);
    }

    @Nullable
    LoadedModel champion() {
        return champion;
    }

    @Nullable
    LoadedModel challenger() {
        return challenger;
    }

    boolean online() {
        return online;
    }

    synchronized void compare(double first, double second) {
        comparison = comparison.with(first, second);
    }

    void learned(long rows) {
        learned = Math.max(learned, rows);
    }

    /** A source was looked at in which rules found nothing. */
    void usual() {
        usual.increment();
    }

    void drifted(double index) {
        drift = index;
    }

    public synchronized Comparison comparison() {
        return comparison;
    }

    /** The score's population stability index, as it was last measured. */
    public double drift() {
        return drift;
    }

    public ModelState state() {
        String wrong = problem;
        if (wrong != null) {
            return new ModelState.Degraded(wrong);
        }
        LoadedModel model = champion;
        if (model != null) {
            return new ModelState.Ready(model.manifest().version());
        }
        if (!isOn()) {
            return new ModelState.Off();
        }
        return online && learned >= OnlineForest.MIN_ROWS
                ? new ModelState.Ready("online model alone")
                : new ModelState.Learning(Math.max(learned, usual.sum()), OnlineForest.MIN_ROWS, missing());
    }

    /** Where neither the online model nor a retraining will help, only people can. */
    private String missing() {
        ModelRegistry from = registry;
        if (from == null || online || harvest != null) {
            return "";
        }
        String exists = Files.isDirectory(from.folder()) ? "" : ", which does not exist";
        return "no version is active in " + from.folder() + exists + " (selfheal train, selfheal model activate)";
    }

    @Override
    public synchronized void close() {
        close(champion);
        close(challenger);
        champion = null;
        challenger = null;
    }

    private static void close(@Nullable LoadedModel model) {
        if (model != null) {
            model.close();
        }
    }
}
