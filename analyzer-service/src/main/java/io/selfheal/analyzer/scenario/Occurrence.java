package io.selfheal.analyzer.scenario;

import io.selfheal.analyzer.signature.SignatureHit;
import io.selfheal.schemas.event.SecurityEvent;
import java.util.List;

/**
 * An event as scenarios see it.
 *
 * @param event what happened
 * @param second when: event time, or arrival for stamps in the future
 * @param failedLogin whether it is a failed login that was not counted before (one try leaves several lines)
 * @param hits signatures found in it, the strongest first
 */
public record Occurrence(SecurityEvent event, int second, boolean failedLogin, List<SignatureHit> hits) {}
