package io.selfheal.analyzer.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.selfheal.schemas.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void rememberTheSameAsAPlainListOfTheSameLength() {
        // given
        Random random = new Random(11);
        Members members = new Members();
        List<int[]> plain = new ArrayList<>();

        for (int second = 1; second <= 5_000; second++) {
            // when
            int scenario = random.nextInt(SCENARIOS);
            int source = random.nextInt(200);
            members.note(scenario, address(source), second);
            plain.removeIf(each -> each[0] == scenario && each[1] == source);
            plain.add(new int[] {scenario, source, second});
            if (plain.size() > Members.MAX) {
                plain.removeFirst();
            }
            if (second % 1_000 == 0) {
                members = restored(members);
            }

            // then
            int asked = random.nextInt(SCENARIOS);
            int about = random.nextInt(200);
            int since = second - random.nextInt(400);
            assertThat(members.has(asked, address(about), since))
                    .isEqualTo(
                            plain.stream().anyMatch(each -> each[0] == asked && each[1] == about && each[2] > since));
            assertThat(members.count(asked, since)).isEqualTo((int) plain.stream()
                    .filter(each -> each[0] == asked && each[2] > since)
                    .count());
        }
    }

    private static IpAddress address(int number) {
        return new IpAddress(number % 2 == 0 ? 0 : 0x2001_0db8_0000_0000L + number, 0xFFFF_0A00_0000L + number);
    }

    private static Members restored(Members members) {
        Packer packed = new Packer();
        members.write(packed);
        return Members.read(new Unpacker(packed.toBytes()));
    }
}
