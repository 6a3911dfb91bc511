package io.selfheal.schemas.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** What never changes in a security event's canonical form: {@link EventTemplate} copies it, {@link EventScanner} expects it. */
final class EventPieces {
    static final byte[] TIME = bytes("{\"@timestamp\":\"");
    static final byte[] TYPE = bytes("\",\"ecs\":{\"version\":\"" + DocumentCodec.ECS + "\"},\"selfheal\":{\"schema\":"
            + DocumentCodec.SCHEMA + ",\"type\":\"");
    static final byte[] COUNT = bytes(",\"count\":");
    static final byte[] AUTH = bytes(",\"auth\":{");
    static final byte[] AUTH_METHOD = bytes("\"method\":\"");
    static final byte[] INVALID_USER = bytes("\"invalid_user\":true");
    static final byte[] MODULE = bytes(",\"module\":\"");
    static final byte[] ID = bytes("},\"event\":{\"id\":\"");
    static final byte[] DATASET = bytes("\",\"dataset\":\"");
    static final byte[] REASON = bytes("\",\"reason\":\"");
    static final byte[] HOST = bytes("\"},\"host\":{\"name\":\"");
    static final byte[] NAMED_END = bytes("\"}");
    static final byte[] SOURCE = bytes(",\"source\":{");
    static final byte[] DESTINATION = bytes(",\"destination\":{");
    static final byte[] IP = bytes("\"ip\":\"");
    static final byte[] PORT = bytes("\"port\":");
    static final byte[] GEO = bytes("\"geo\":{\"country_iso_code\":\"");
    static final byte[] AS = bytes("\"as\":{");
    static final byte[] NUMBER = bytes("\"number\":");
    static final byte[] ORGANIZATION = bytes("\"organization\":{\"name\":\"");
    static final byte[] APPLICATION = bytes(",\"network\":{\"application\":\"");
    static final byte[] TRANSPORT = bytes(",\"network\":{\"transport\":\"");
    static final byte[] RULE = bytes(",\"rule\":{\"name\":\"");
    static final byte[] PROCESS = bytes(",\"process\":{");
    static final byte[] NAME = bytes("\"name\":\"");
    static final byte[] PID = bytes("\"pid\":");
    static final byte[] LOG = bytes(",\"log\":{");
    static final byte[] LEVEL = bytes("\"level\":\"");
    static final byte[] PATH = bytes("\"file\":{\"path\":\"");
    static final byte[] OFFSET = bytes("\"},\"offset\":");
    static final byte[] USER = bytes(",\"user\":{\"name\":\"");
    static final byte[] HTTP = bytes(",\"http\":{\"request\":{\"method\":\"");
    static final byte[] REFERRER = bytes("\",\"referrer\":\"");
    static final byte[] RESPONSE = bytes(",\"response\":{");
    static final byte[] STATUS = bytes("\"status_code\":");
    static final byte[] BODY = bytes("\"body\":{\"bytes\":");
    static final byte[] VERSION = bytes(",\"version\":\"");
    static final byte[] URL = bytes(",\"url\":{\"original\":\"");
    static final byte[] DOMAIN = bytes("\",\"domain\":\"");
    static final byte[] AGENT = bytes(",\"user_agent\":{\"original\":\"");
    static final byte[] SERVICE = bytes(",\"service\":{\"name\":\"");
    static final byte[] MESSAGE = bytes(",\"message\":\"");

    static final byte[] AUTHENTICATION_TYPE = bytes("authentication\"");
    static final byte[] HTTP_TYPE = bytes("http_request\"");
    static final byte[] ERROR_TYPE = bytes("application_error\"");
    static final byte[] FLOW_TYPE = bytes("network_flow\"");
    static final byte[] SERVICE_TYPE = bytes("service_state\"");

    static final Map<EventAction, byte[]> ACTIONS = new EnumMap<>(EventAction.class);
    static final Map<EventOutcome, byte[]> OUTCOMES = new EnumMap<>(EventOutcome.class);

    static {
        for (EventAction action : EventAction.values()) {
            ACTIONS.put(
                    action,
                    bytes("\",\"kind\":\"event\",\"category\":[\"" + action.category() + "\"],\"type\":[\""
                            + action.type() + "\"],\"action\":\"" + action.wireName() + "\",\"outcome\":\""));
        }
        for (EventOutcome outcome : EventOutcome.values()) {
            OUTCOMES.put(outcome, bytes(WireName.of(outcome)));
        }
    }

    /** What the scanner expects around the action, whose category and type it does not need. */
    static final byte[] CATEGORY = bytes("\",\"kind\":\"event\",\"category\":[\"");

    static final byte[] EVENT_TYPE = bytes("\"],\"type\":[\"");
    static final byte[] ACTION = bytes("\"],\"action\":\"");

    /** Outcomes with the piece before them, by ordinal. */
    static final byte[][] OUTCOMES_ON_THE_WIRE = Arrays.stream(EventOutcome.values())
            .map(outcome -> bytes("\",\"outcome\":\"" + WireName.of(outcome)))
            .toArray(byte[][]::new);

    private EventPieces() {}

    static byte[] bytes(String ascii) {
        return ascii.getBytes(ISO_8859_1);
    }
}
