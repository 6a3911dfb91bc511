package io.selfheal.schemas.vitals;

/**
 * What a responder enforces.
 *
 * @param backend {@code netlink}, {@code nft}, {@code iptables}, {@code ufw}, {@code proxmox} or {@code simulate}
 * @param desired blocks that should hold here
 * @param enforced elements that the kernel holds
 * @param driftRepaired elements put back or taken away since the start because somebody else changed them
 * @param packetsDropped packets that the rules dropped so far; -1 where that is not counted
 */
public record FirewallState(String backend, int desired, int enforced, long driftRepaired, long packetsDropped) {}
