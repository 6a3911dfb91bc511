package io.selfheal.standalone.broker;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;

import io.selfheal.schemas.topic.Role;
import io.selfheal.schemas.topic.Topic;
import io.selfheal.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePattern;

/**
 * Who may do what with the catalogue's topics, as Kafka's ACLs: what each {@link Topic} says of its writers and readers,
 * and the groups and inner topics that the services' clients need beside. To read or to write implies to describe.
 */
final class TopicAcls {
    private static final String ANY_HOST = "*";
    /** Kafka Streams names its group and its inner topics after the application. */
    private static final String STREAMS = "selfheal-analyzer";

    private TopicAcls() {}

    /** What a role needs, before a principal has it. */
    private record Need(ResourcePattern resource, AclOperation operation) {}

    /**
     * The ACLs of these principals, in the order of roles and topics.
     *
     * @param principals of each role, as Kafka knows them: {@code User:name}
     */
    static List<AclBinding> of(Map<Role, List<String>> principals) {
        List<AclBinding> bindings = new ArrayList<>();
        for (Role role : Role.values()) {
            List<Need> needs = needs(role);
            for (String principal : principals.getOrDefault(role, List.of())) {
                needs.forEach(need -> bindings.add(new AclBinding(
                        need.resource(),
                        new AccessControlEntry(principal, ANY_HOST, need.operation(), AclPermissionType.ALLOW))));
            }
        }
        return List.copyOf(bindings);
    }

    /**
     * Makes them in the cluster. One that is there already stays as it is; none is taken away.
     *
     * @param client properties of a Kafka client with {@code bootstrap.servers}, whose principal may alter the cluster
     * @throws IllegalStateException if the brokers refuse: they have no authorizer, or the principal may not
     * @throws InterruptedException if the thread was interrupted while waiting for the brokers
     */
    static void create(Map<String, Object> client, List<AclBinding> bindings) throws InterruptedException {
        try (Admin admin = Admin.create(client)) {
            admin.createAcls(bindings).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot make ACLs", e.getCause());
        }
    }

    private static List<Need> needs(Role role) {
        List<Need> needs = new ArrayList<>();
        for (Topic<?> topic : Topics.ALL) {
            if (topic.writers().contains(role)) {
                needs.add(new Need(new ResourcePattern(TOPIC, topic.name(), LITERAL), WRITE));
            }
            if (topic.readers().contains(role)) {
                needs.add(new Need(new ResourcePattern(TOPIC, topic.name(), LITERAL), READ));
            }
        }
        switch (role) {
            case ANALYZER_SERVICE -> {
                needs.add(group(STREAMS));
                for (AclOperation operation : List.of(READ, WRITE, CREATE, DELETE, DESCRIBE_CONFIGS)) {
                    needs.add(new Need(new ResourcePattern(TOPIC, STREAMS, PREFIXED), operation));
                }
            }
            case ENRICHMENT_SERVICE -> needs.add(group("selfheal-enrichment"));
            case NOTIFIER_SERVICE -> {
                needs.add(group("selfheal-notifier"));
                // It watches whether the analyzer takes what is there.
                needs.add(new Need(new ResourcePattern(GROUP, STREAMS, PREFIXED), DESCRIBE));
                needs.add(new Need(new ResourcePattern(TOPIC, Topics.EVENTS.name(), LITERAL), DESCRIBE));
            }
            case CONSOLE_SERVICE -> needs.add(group("selfheal-console"));
            case SIEM -> needs.add(group("selfheal-siem"));
            case ADMINISTRATOR -> {
                for (AclOperation operation : List.of(CREATE, DESCRIBE, DESCRIBE_CONFIGS)) {
                    needs.add(new Need(new ResourcePattern(TOPIC, "selfheal.", PREFIXED), operation));
                }
            }
            // They remember for themselves how far they have read or written.
            case COLLECTOR_AGENT, RESPONDER_AGENT -> {}
        }
        return needs;
    }

    private static Need group(String prefix) {
        return new Need(new ResourcePattern(GROUP, prefix, PREFIXED), READ);
    }
}
