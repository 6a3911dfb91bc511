package io.selfheal.schemas.codec;

import io.selfheal.schemas.event.SecurityEvent;

/**
 * Security events, the hot path of the collector and the analyzer: templates and a byte scanner for our own canonical
 * form, {@link SecurityEventCodec} for everything else. Both ways give the same bytes and the same events.
 */
final class FastEventCodec implements Codec<SecurityEvent> {
    private static final int REMEMBERED_TEXTS = 2048;

    private static final ThreadLocal<EventTemplate> TEMPLATES =
            ThreadLocal.withInitial(() -> new EventTemplate(new ByteWriter()));

    private final SecurityEventCodec slow = new SecurityEventCodec();
    private final TextTable cache = new TextTable(REMEMBERED_TEXTS);

    @Override
    public byte[] encode(SecurityEvent event) {
        byte[] bytes = TEMPLATES.get().encode(event);
        return bytes == null ? slow.encode(event) : bytes;
    }

    @Override
    public SecurityEvent decode(byte[] bytes) throws DecodeException {
        if (bytes.length <= JsonDocument.MAX_BYTES) {
            SecurityEvent event = new EventScanner(bytes, cache).scan();
            if (event != null) {
                return event;
            }
        }
        return slow.decode(bytes);
    }
}
