package io.selfheal.enrichment.provider.plugin;

import io.selfheal.enrichment.provider.Provider;
import io.selfheal.enrichment.provider.Reply;
import io.selfheal.enrichment.provider.Said;
import io.selfheal.plugin.EnricherPlugin;
import io.selfheal.plugin.host.CallResult;
import io.selfheal.plugin.host.LoadedPlugin;
import io.selfheal.schemas.net.IpAddress;
import io.selfheal.schemas.text.Excerpt;
import io.selfheal.schemas.verdict.Finding.Opinion;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A plugin as one more provider: it has a lane of its own, with queue, cache, retries and circuit breaker. */
public final class PluginProvider implements Provider {
    /** One in quarantine is asked again after this; until then its lane waits. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final int MAX_SUMMARY = 300;

    private final LoadedPlugin<EnricherPlugin> plugin;

    public PluginProvider(LoadedPlugin<EnricherPlugin> plugin) {
        this.plugin = plugin;
    }

    @Override
    public String name() {
        return "plugin-" + plugin.id();
    }

    @Override
    public boolean isConfigured() {
        return true;
    }

    @Override
    public int keyVersion() {
        return 0;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Reply ask(List<IpAddress> addresses) throws InterruptedException {
        IpAddress address = addresses.getFirst();
        CallResult<EnricherPlugin.Opinion> result = plugin.call(enricher -> enricher.lookUp(address));
        return switch (result) {
            case CallResult.Answered<EnricherPlugin.Opinion>(EnricherPlugin.Opinion opinion) ->
                opinion == null
                        ? new Reply.Failed(name() + " answered nothing")
                        : new Reply.Answered(Map.of(address, said(opinion)));
            case CallResult.Threw<EnricherPlugin.Opinion>(String error) -> new Reply.Failed(error);
            case CallResult.CutOff<EnricherPlugin.Opinion> c -> new Reply.Failed("took too long");
            case CallResult.NotAsked<EnricherPlugin.Opinion>(String reason) -> new Reply.Limited(PAUSE, reason);
        };
    }

    private static Said said(EnricherPlugin.Opinion opinion) {
        return new Said(
                opinion.malicious() ? Opinion.MALICIOUS : Opinion.CLEAN,
                opinion.points(),
                Excerpt.of(opinion.summary(), MAX_SUMMARY),
                null);
    }
}
