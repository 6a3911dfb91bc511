package io.selfheal.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.selfheal.schemas.decide.Decision;
import io.selfheal.schemas.topic.Topics;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class KafkaCodecTest {
    private static final String TOPIC = Topics.DECISIONS.name();
    private static final byte[] BROKEN = "{}".getBytes(UTF_8);

    @Test
    void aTombstoneStaysATombstone() {
        try (Serde<Decision> strict = KafkaCodec.serde(Codecs.DECISION);
                Serde<Decoded<Decision>> calm = KafkaCodec.decodingSerde(Codecs.DECISION)) {
            assertThat(strict.serializer().serialize(TOPIC, null)).isNull();
            assertThat(strict.deserializer().deserialize(TOPIC, null)).isNull();
            assertThat(calm.serializer().serialize(TOPIC, null)).isNull();
            assertThat(calm.deserializer().deserialize(TOPIC, null)).isNull();
        }
    }

    @Test
    void aValueComesBackThroughBothSerdes() {
        try (Serde<Decision> strict = KafkaCodec.serde(Codecs.DECISION);
                Serde<Decoded<Decision>> calm = KafkaCodec.decodingSerde(Codecs.DECISION)) {
            // given
            byte[] bytes = strict.serializer().serialize(TOPIC, Samples.block());

            // when
            Decoded<Decision> decoded = calm.deserializer().deserialize(TOPIC, bytes);

            // then
            assertThat(strict.deserializer().deserialize(TOPIC, bytes)).isEqualTo(Samples.block());
            assertThat(decoded).isEqualTo(new Decoded.Value<>(Samples.block()));
            assertThat(calm.serializer().serialize(TOPIC, decoded)).isEqualTo(bytes);
        }
    }

    @Test
    void aBrokenRecordIsHandedOnWithItsBytesAndItsCause() {
        try (Serde<Decoded<Decision>> calm = KafkaCodec.decodingSerde(Codecs.DECISION)) {
            // when
            Decoded<Decision> decoded = calm.deserializer().deserialize(TOPIC, BROKEN);

            // then
            assertThat(decoded).isInstanceOfSatisfying(Decoded.Broken.class, broken -> {
                assertThat(broken.bytes()).isEqualTo(BROKEN);
                assertThat(broken.cause()).hasMessageContaining("selfheal.schema is missing");
            });
            assertThat(calm.serializer().serialize(TOPIC, decoded)).isEqualTo(BROKEN);
        }
    }

    @Test
    void theStrictDeserializerStopsAtABrokenRecord() {
        try (Deserializer<Decision> strict = KafkaCodec.deserializer(Codecs.DECISION)) {
            assertThatThrownBy(() -> strict.deserialize(TOPIC, BROKEN))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("selfheal.decisions")
                    .hasMessageContaining("selfheal.schema is missing");
        }
    }
}
