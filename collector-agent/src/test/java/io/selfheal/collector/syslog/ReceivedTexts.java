package io.selfheal.collector.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.selfheal.collector.tail.Progress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes every message out of a spool and keeps its text. */
final class ReceivedTexts implements SyslogListener.Messages {
    private final List<String> texts = new CopyOnWriteArrayList<>();

    List<String> texts() {
        return texts;
    }

    @Override
    public boolean message(
            byte[] bytes,
            int from,
            int to,
            boolean cut,
            String sender,
            SpoolPosition start,
            SpoolPosition end,
            Progress progress) {
        return texts.add(new String(bytes, from, to - from, UTF_8));
    }
}
