package io.selfheal.analyzer.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.net.IpAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MembersTest {
    private static final int SCENARIOS = 3;
    private static final int SECONDS = 100;

    @Test
    void asksForAtLeastSoManyAsItCountsThem() {
        // given
        Random random = new Random(7);
        Members members = new Members();
        for (int i = 0; i < 400; i++) {
            members.note(random.nextInt(SCENARIOS), new IpAddress(0xFFFF_0000_0000L, i % 300), random.nextInt(SECONDS));
        }

        for (int scenario = 0; scenario <= SCENARIOS; scenario++) {
            for (int second = 0; second <= SECONDS; second += 10) {
                // when
                int count = members.count(scenario, second);

                // then
                assertThat(members.areAtLeast(count, scenario, second)).isTrue();
                assertThat(members.areAtLeast(count + 1, scenario, second)).isFalse();
            }
        }
    }
}
