package io.selfheal.responder;

import io.selfheal.schemas.decide.Block;
import io.selfheal.schemas.decide.Scope;
import io.selfheal.schemas.net.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Decisions as the analyzer makes them, of which a test cares only for a part. */
public final class SampleBlocks {
    private SampleBlocks() {}

    public static Block block(String id, Cidr target, Scope scope, Instant issued, Duration length) {
        return block(id, target, scope, issued, length, false);
    }

    /** One of the dry run. */
    public static Block simulated(String id, Cidr target, Instant issued, Duration length) {
        return block(id, target, Scope.FLEET, issued, length, true);
    }

    private static Block block(
            String id, Cidr target, Scope scope, Instant issued, Duration length, boolean simulated) {
        return new Block(
                id,
                target,
                scope,
                issued,
                issued.plus(length),
                90,
                "ssh brute force",
                List.of(),
                List.of(),
                "default",
                1,
                "policy",
                "",
                null,
                simulated);
    }
}
