package io.selfheal.schemas.verdict;

import io.selfheal.schemas.net.IpAddress;
import java.time.Instant;
import java.util.List;

/**
 * What threat intelligence says of an address: the newest finding of each provider. The topic is compacted and is the
 * cache, so one record holds all providers.
 *
 * @param source the address
 * @param time when the record was made
 * @param findings one for each provider that was asked
 */
public record Verdict(IpAddress source, Instant time, List<Finding> findings) {
    public Verdict {
        findings = List.copyOf(findings);
    }
}
