package io.selfheal.analyzer.decide;

import io.selfheal.analyzer.policy.PolicySnapshot;
import io.selfheal.analyzer.profile.Neighbourhood;
import io.selfheal.analyzer.profile.SourceProfile;
import io.selfheal.analyzer.profile.Tally;
import io.selfheal.schemas.assess.Assessment;
import io.selfheal.schemas.net.Cidr;
import io.selfheal.schemas.policy.LoginProtection;
import io.selfheal.schemas.policy.NetworkBlocks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who would be hit beside the attacker: people who logged in lately, and neighbours in a network. */
final class Collateral {
    private Collateral() {}

    /** Why the target is not to be blocked although its score asks for it; null when nothing speaks against it. */
    static @Nullable String of(
            Cidr target, Assessment assessment, SourceProfile profile, PolicySnapshot policy, Instant at) {
        return target.isSingleAddress()
                ? ofSource(assessment, profile, policy, at)
                : ofNetwork(target, profile, policy, at);
    }

    private static @Nullable String ofSource(
            Assessment assessment, SourceProfile profile, PolicySnapshot policy, Instant at) {
        LoginProtection protection = policy.blocking().protection();
        int base = assessment.signals().getFirst().points();
        if (!isRecent(profile.trustedLogin(), protection, at) || base >= protection.blockScore()) {
            return null;
        }
        int failures = profile.within(Tally.FAILED_LOGINS, second(at), (int)
                policy.scoring().bruteForceWindow().toSeconds());
        return failures >= protection.failures() ? null : "a login from it succeeded lately";
    }

    private static @Nullable String ofNetwork(Cidr network, SourceProfile profile, PolicySnapshot policy, Instant at) {
        NetworkBlocks rule = policy.blocking().networks();
        int widest = network.isIpv4() ? rule.widestIpv4() : rule.widestIpv6();
        if (!rule.enabled()) {
            return "networks are not blocked by policy";
        }
        if (network.prefix() < widest) {
            return "it is wider than /" + widest;
        }
        if (Neighbourhood.isOwn(network)) {
            return "it is private or special";
        }
        if (policy.touchesAllowed(network, at)) {
            return "an allowlisted address lies in it";
        }
        if (profile.group().knownMembers() < rule.members(network.isIpv4())) {
            return "it has fewer than " + rule.members(network.isIpv4()) + " bad members";
        }
        return isRecent(profile.lastSuccess(), policy.blocking().protection(), at)
                ? "a login from it succeeded lately"
                : null;
    }

    private static boolean isRecent(int login, LoginProtection protection, Instant at) {
        return login != 0
                && Math.abs((long) second(at) - login) < protection.window().toSeconds();
    }

    private static int second(Instant at) {
        return (int) at.getEpochSecond();
    }
}
