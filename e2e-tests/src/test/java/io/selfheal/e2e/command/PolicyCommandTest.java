package io.selfheal.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.e2e.stream.BrokerAndAnalyzers;
import io.selfheal.schemas.sign.RecordVerifier;
import io.selfheal.schemas.sign.SignatureCheck;
import io.selfheal.schemas.sign.SigningKeys;
import io.selfheal.schemas.topic.Topics;
import io.selfheal.standalone.fleet.WholeTopic;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsSetAndRemovedWithAKeyIsSignedAndWhatIsNotSaysSo() throws Exception {
        KeyPair pair = SigningKeys.generate(directory.resolve("keys"), "alice");
        String[] key = {"--key", directory.resolve("keys/alice.key").toString(), "--key-id", "alice"};
        RecordVerifier verifier = new RecordVerifier(Map.of("alice", pair.getPublic()));
        try (BrokerAndAnalyzers broker = BrokerAndAnalyzers.start(directory)) {
            String[] brokers = {"--bootstrap", broker.bootstrap()};

            CommandRun set = run(0, brokers, key, "allow", "192.0.2.9", "--label", "office");
            CommandRun removed = run(0, brokers, key, "remove", "allow/192.0.2.9");
            CommandRun unsigned = run(0, brokers, new String[0], "allow", "192.0.2.10", "--label", "office");
            run(0, brokers, key, "deny", "198.51.100.0/24", "--label", "scans");
            CommandRun list = run(0, brokers, new String[0], "list");
            CommandRun wrong = run(
                    1,
                    brokers,
                    new String[] {"--key", directory.resolve("none").toString()},
                    "remove",
                    "allow/192.0.2.9");

            assertThat(set.output()).isEqualToIgnoringNewLines("set allow/192.0.2.9");
            assertThat(removed.output()).isEqualToIgnoringNewLines("removed allow/192.0.2.9");
            assertThat(unsigned.output()).startsWith("set allow/192.0.2.10, not signed");
            assertThat(list.output().lines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith("allow/192.0.2.10  ")
                                    .endsWith("  not signed"),
                            line -> assertThat(line)
                                    .startsWith("deny/198.51.100.0/24  ")
                                    .containsPattern("  signed as alice at 20[0-9-]+T[0-9:.]+Z$"));
            assertThat(wrong.errors()).contains(directory.resolve("none").toString());
            assertThat(written(broker.bootstrap()))
                    .extracting(
                            record -> verifier.verify(record.topic(), record.key(), record.value(), record.headers()))
                    .containsExactly(
                            new SignatureCheck.Valid("alice"),
                            new SignatureCheck.Valid("alice"),
                            new SignatureCheck.Unsigned(),
                            new SignatureCheck.Valid("alice"));
        }
    }

    private static CommandRun run(int status, String[] brokers, String[] key, String... arguments) throws Exception {
        return CommandRun.of(
                status,
                Stream.of(new String[] {"policy"}, arguments, brokers, key)
                        .flatMap(Stream::of)
                        .toArray(String[]::new));
    }

    private static List<ConsumerRecord<String, byte[]>> written(String bootstrap) throws IOException {
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
        WholeTopic.read(Topics.POLICY, Map.of("bootstrap.servers", bootstrap), all::add);
        return all;
    }
}
