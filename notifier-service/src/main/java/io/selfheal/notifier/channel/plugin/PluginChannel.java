package io.selfheal.notifier.channel.plugin;

import io.selfheal.notifier.channel.Channel;
import io.selfheal.notifier.channel.Delivery;
import io.selfheal.notifier.message.Letter;
import io.selfheal.plugin.NotifierPlugin;
import io.selfheal.plugin.NotifierPlugin.Message;
import io.selfheal.plugin.host.CallResult;
import io.selfheal.plugin.host.LoadedPlugin;
import io.selfheal.schemas.alert.Alert.Severity;
import java.time.Duration;
import java.util.UUID;

/** A plugin as one more channel: it has a lane of its own, with rate limit and retries. */
public final class PluginChannel implements Channel {
    private static final int MAX_TEXT = 4000;
    /** One in quarantine is asked again after this; until then its lane waits. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final LoadedPlugin<NotifierPlugin> plugin;
    private final Severity minSeverity;

    public PluginChannel(LoadedPlugin<NotifierPlugin> plugin, Severity minSeverity) {
        this.plugin = plugin;
        this.minSeverity = minSeverity;
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
    public Severity minSeverity() {
        return minSeverity;
    }

    @Override
    public Delivery send(Letter letter) throws InterruptedException {
        return tell(UUID.randomUUID().toString(), false, letter);
    }

    @Override
    public Delivery edit(String messageId, Letter letter) throws InterruptedException {
        return tell(messageId, true, letter);
    }

    private Delivery tell(String id, boolean update, Letter letter) throws InterruptedException {
        Message message = new Message(id, update, letter.write(MAX_TEXT, piece -> piece));
        CallResult<Boolean> result = plugin.call(notifier -> {
            notifier.send(message);
            return true;
        });
        return switch (result) {
            case CallResult.Answered<Boolean> a -> new Delivery.Accepted(id, Duration.ZERO);
            case CallResult.Threw<Boolean>(String error) -> new Delivery.Failed(error);
            case CallResult.CutOff<Boolean> c -> new Delivery.Failed("took too long");
            case CallResult.NotAsked<Boolean> n -> new Delivery.TooMany(PAUSE);
        };
    }
}
