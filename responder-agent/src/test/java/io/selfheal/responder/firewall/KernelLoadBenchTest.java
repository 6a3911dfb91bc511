package io.selfheal.responder.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.responder.NetworkNamespace;
import org.junit.jupiter.api.Test;

class KernelLoadBenchTest {
    @Test
    void loadsAHundredThousandBlocksAndLeavesNothingBehind() throws Exception {
        try (NetworkNamespace namespace = NetworkNamespace.make()) {
            Firewall firewall = new NftablesFirewall(namespace.program("nft"));

            KernelLoadBench.Result result = KernelLoadBench.run(firewall, 100_000);

            System.out.println("kernel load: " + result);
            assertThat(result.elements()).isEqualTo(100_000);
            assertThat(firewall.held()).isEqualTo(Held.NOTHING);
        }
    }
}
