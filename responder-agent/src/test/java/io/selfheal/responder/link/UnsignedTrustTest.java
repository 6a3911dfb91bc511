package io.selfheal.responder.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.sign.EntryCheck;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class UnsignedTrustTest {
    private final ConsumerRecord<byte[], byte[]> message =
            new ConsumerRecord<>("topic", 0, 0, new byte[0], new byte[0]);

    @Test
    void whereNobodyElseWritesEverythingIsBelieved() {
        Trust trust = new UnsignedTrust(Optional::empty);

        assertThat(trust.refusal(message)).isEmpty();
        assertThat(trust.lifted(message)).contains(Instant.MAX);
        assertThat(trust.author(message)).isEqualTo(new Trust.Author.Known(UnsignedTrust.AUTHOR));
    }

    @Test
    void whereOthersMayWriteNeitherDecisionsNorOrdersAreBelievedAndItIsSaidWhy() {
        Trust trust = new UnsignedTrust(() -> Optional.of("the brokers listen at 192.0.2.1 port 9092, too"));
        String why = "no keys are configured (trust.keys), and the brokers listen at 192.0.2.1 port 9092, too";

        assertThat(trust.refusal(message)).contains(why);
        assertThat(trust.lifted(message)).isEmpty();
        assertThat(trust.author(message)).isEqualTo(new Trust.Author.Nobody(why));
        assertThat(trust.allowance(message)).as("as everywhere without keys").isEqualTo(new EntryCheck.Holds());
    }
}
