package io.selfheal.schemas.codec;

import io.selfheal.schemas.event.EventAction;
import io.selfheal.schemas.event.EventOutcome;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** What never changes in a security event's canonical form: {@link EventTemplate} copies it, {@link EventScanner} expects it. */
final class EventPieces {
    static final Piece TIME = new Piece("{\"@timestamp\":\"");
    static final Piece TYPE = new Piece("\",\"ecs\":{\"version\":\"" + DocumentCodec.ECS
            + "\"},\"selfheal\":{\"schema\":" + DocumentCodec.SCHEMA + ",\"type\":\"");
    static final Piece COUNT = new Piece(",\"count\":");
    static final Piece AUTH = new Piece(",\"auth\":{");
    static final Piece AUTH_METHOD = new Piece("\"method\":\"");
    static final Piece INVALID_USER = new Piece("\"invalid_user\":true");
    static final Piece MODULE = new Piece(",\"module\":\"");
    static final Piece ID = new Piece("},\"event\":{\"id\":\"");
    static final Piece DATASET = new Piece("\",\"dataset\":\"");
    static final Piece REASON = new Piece("\",\"reason\":\"");
    static final Piece HOST = new Piece("\"},\"host\":{\"name\":\"");
    static final Piece NAMED_END = new Piece("\"}");
    static final Piece SOURCE = new Piece(",\"source\":{");
    static final Piece DESTINATION = new Piece(",\"destination\":{");
    static final Piece IP = new Piece("\"ip\":\"");
    static final Piece PORT = new Piece("\"port\":");
    static final Piece GEO = new Piece("\"geo\":{");
    static final Piece COUNTRY = new Piece("\"country_iso_code\":\"");
    static final Piece LOCATION = new Piece("\"location\":{\"lat\":");
    static final Piece LONGITUDE = new Piece(",\"lon\":");
    static final Piece AS = new Piece("\"as\":{");
    static final Piece NUMBER = new Piece("\"number\":");
    static final Piece ORGANIZATION = new Piece("\"organization\":{\"name\":\"");
    static final Piece APPLICATION = new Piece(",\"network\":{\"application\":\"");
    static final Piece TRANSPORT = new Piece(",\"network\":{\"transport\":\"");
    static final Piece RULE = new Piece(",\"rule\":{\"name\":\"");
    static final Piece PROCESS = new Piece(",\"process\":{");
    static final Piece NAME = new Piece("\"name\":\"");
    static final Piece PID = new Piece("\"pid\":");
    static final Piece LOG = new Piece(",\"log\":{");
    static final Piece LEVEL = new Piece("\"level\":\"");
    static final Piece PATH = new Piece("\"file\":{\"path\":\"");
    static final Piece OFFSET = new Piece("\"},\"offset\":");
    static final Piece CONTAINER = new Piece(",\"container\":{\"name\":\"");
    static final Piece USER = new Piece(",\"user\":{\"name\":\"");
    static final Piece HTTP = new Piece(",\"http\":{\"request\":{\"method\":\"");
    static final Piece REFERRER = new Piece("\",\"referrer\":\"");
    static final Piece RESPONSE = new Piece(",\"response\":{");
    static final Piece STATUS = new Piece("\"status_code\":");
    static final Piece BODY = new Piece("\"body\":{\"bytes\":");
    static final Piece VERSION = new Piece(",\"version\":\"");
    static final Piece URL = new Piece(",\"url\":{\"original\":\"");
    static final Piece DOMAIN = new Piece("\",\"domain\":\"");
    static final Piece AGENT = new Piece(",\"user_agent\":{\"original\":\"");
    static final Piece SERVICE = new Piece(",\"service\":{\"name\":\"");
    static final Piece MESSAGE = new Piece(",\"message\":\"");

    static final Piece AUTHENTICATION_TYPE = new Piece("authentication\"");
    static final Piece HTTP_TYPE = new Piece("http_request\"");
    static final Piece ERROR_TYPE = new Piece("application_error\"");
    static final Piece FLOW_TYPE = new Piece("network_flow\"");
    static final Piece SERVICE_TYPE = new Piece("service_state\"");

    static final Map<EventAction, Piece> ACTIONS = new EnumMap<>(EventAction.class);
    static final Map<EventOutcome, Piece> OUTCOMES = new EnumMap<>(EventOutcome.class);

    static {
        for (EventAction action : EventAction.values()) {
            ACTIONS.put(
                    action,
                    new Piece("\",\"kind\":\"event\",\"category\":[\"" + action.category() + "\"],\"type\":[\""
                            + action.type() + "\"],\"action\":\"" + action.wireName() + "\",\"outcome\":\""));
        }
        for (EventOutcome outcome : EventOutcome.values()) {
            OUTCOMES.put(outcome, new Piece(WireName.of(outcome)));
        }
    }

    /** What the scanner expects around the action, whose category and type it does not need. */
    static final Piece CATEGORY = new Piece("\",\"kind\":\"event\",\"category\":[\"");

    static final Piece EVENT_TYPE = new Piece("\"],\"type\":[\"");
    static final Piece ACTION = new Piece("\"],\"action\":\"");

    /** Outcomes with the piece before them, by ordinal. */
    static final Piece[] OUTCOMES_ON_THE_WIRE = Arrays.stream(EventOutcome.values())
            .map(outcome -> new Piece("\",\"outcome\":\"" + WireName.of(outcome)))
            .toArray(Piece[]::new);

    private EventPieces() {}
}
