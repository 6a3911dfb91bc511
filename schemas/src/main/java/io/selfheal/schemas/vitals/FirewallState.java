package io.selfheal.schemas.vitals;

/**
 * What a responder enforces.
 *
 * @param backend {@code nftables} or {@code simulate}
 * @param desired blocks that should hold here
 * @param enforced elements that the kernel holds
 * @param driftRepaired elements put back or taken away since the start because somebody else changed them
 */
public record FirewallState(String backend, int desired, int enforced, long driftRepaired) {}
