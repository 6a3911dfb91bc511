package io.selfheal.schemas.codec;

import io.selfheal.schemas.event.SecurityEvent;

/**
 * Security events, the hot path of the collector and the analyzer: templates and a byte scanner for our own canonical
 * form, {@link SecurityEventCodec} for everything else. Both ways give the same bytes and the same events.
 */
final class FastEventCodec implements Codec<SecurityEvent> {
    private static final ThreadLocal<ByteWriter> WRITERS = ThreadLocal.withInitial(ByteWriter::new);

    private final SecurityEventCodec slow = new SecurityEventCodec();
    private final TextCache cache = new TextCache();

    @Override
    public byte[] encode(SecurityEvent event) {
        ByteWriter writer = WRITERS.get();
        writer.clear();
        return new EventTemplate(writer).write(event) ? writer.take() : slow.encode(event);
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
