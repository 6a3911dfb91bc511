package io.selfheal.responder.order;

import io.selfheal.schemas.sign.RecordSigner;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * An order as it stood on the topic, so that somebody else can judge it anew.
 *
 * @param text the record's value; empty where there is none
 * @param signature the value of the header {@value RecordSigner#HEADER}; empty for an order that nobody signed
 */
public record Proof(String text, String signature) {
    /** Of what was asked for on the node itself. */
    public static final Proof NONE = new Proof("", "");

    /** What stands in a record of which size and signature were found good. */
    public static Proof of(ConsumerRecord<byte[], byte[]> message) {
        Header header = message.headers().lastHeader(RecordSigner.HEADER);
        return new Proof(
                new String(message.value(), StandardCharsets.UTF_8),
                header == null ? "" : new String(header.value(), StandardCharsets.ISO_8859_1));
    }

    public boolean isSigned() {
        return !signature.isEmpty();
    }
}
