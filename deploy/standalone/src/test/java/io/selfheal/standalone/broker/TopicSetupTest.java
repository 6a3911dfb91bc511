package io.selfheal.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.topic.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TopicSetupTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 2", "5, 4"})
    void allButOneReplicaMustHaveARecord(short replicas, String inSync) {
        NewTopic topic = TopicSetup.newTopic(Topics.DECISIONS, Optional.empty(), Optional.of(replicas));

        assertThat(topic.replicationFactor()).isEqualTo(replicas);
        assertThat(topic.configs())
                .containsEntry("min.insync.replicas", inSync)
                .containsEntry("cleanup.policy", "compact");
    }

    @Test
    void withoutAWordTheBrokersDecide() {
        NewTopic topic = TopicSetup.newTopic(Topics.VITALS, Optional.of(2), Optional.empty());

        assertThat(topic.replicationFactor()).isEqualTo((short) -1);
        assertThat(topic.numPartitions()).isEqualTo(2);
        assertThat(topic.configs()).doesNotContainKey("min.insync.replicas");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--create --replication 0",
                "--create --replication 11",
                "--replication 3",
                "--acls --create --replication 3"
            })
    void refusesAReplicationThatIsNone(String arguments) {
        StringWriter err = new StringWriter();

        int status = new CommandLine(new TopicsCommand())
                .setErr(new PrintWriter(err))
                .execute(arguments.split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("allowed: 1 to 10, with --create");
    }
}
